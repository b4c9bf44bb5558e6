package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.FirmwareSpec.Rung;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.List;
import java.util.Optional;

/** Firmware of networks made by hand, without project and policies. */
final class TestSpecs {
  private TestSpecs() {}

  static Rung rung(String name, QuantGraph network) {
    ModelSource source = new ModelSource("made.onnx", "00".repeat(32));
    return new Rung(
        name,
        source,
        new MemoryPlanner().plan(KernelSelector.portable().select(network)),
        Optional.empty());
  }

  static FirmwareSpec firmware(List<Rung> rungs) {
    return new FirmwareSpec(
        "1.0",
        "made",
        "none",
        "upcall compile made",
        Optional.empty(),
        new byte[32],
        false,
        0,
        rungs);
  }
}
