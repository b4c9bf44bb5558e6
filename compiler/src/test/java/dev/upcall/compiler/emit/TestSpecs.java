package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.emit.FirmwareSpec.Rung;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.plan.Payload;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.ScoreRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Firmware of networks made by hand, without project and policies. */
final class TestSpecs {
  private TestSpecs() {}

  static Net net(String name, QuantGraph network) {
    ModelSource source = new ModelSource("made.onnx", "00".repeat(32));
    return new Net(
        name, source, new MemoryPlanner().plan(KernelSelector.portable().select(network)));
  }

  /** A stage for each network. */
  static FirmwareSpec firmware(List<Net> networks) {
    List<ScoreRule> stages = new ArrayList<>();
    for (Net net : networks) {
      stages.add(
          ScoreRule.of(
              List.of(new ScoreRule.Exit(stages.size(), 0)),
              List.of(net.output().type()),
              List.of(),
              net.output().shape().size()));
    }
    return firmware(networks, stages);
  }

  static FirmwareSpec firmware(List<Net> networks, List<ScoreRule> stages) {
    return new FirmwareSpec(
        "1.0",
        "made",
        "none",
        "upcall compile made",
        Optional.empty(),
        new byte[32],
        false,
        0,
        Optional.empty(),
        networks,
        stages.stream().map(scores -> new Rung(scores, Optional.empty())).toList(),
        Payload.INPUT);
  }
}
