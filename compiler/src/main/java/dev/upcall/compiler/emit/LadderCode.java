package dev.upcall.compiler.emit;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.emit.FirmwareSpec.Rung;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ScoreRule;
import dev.upcall.compiler.quant.ScoreRule.Exit;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the ladder's C computes at each stage, and which networks' logits it keeps. */
final class LadderCode {
  private final FirmwareSpec firmware;
  private final List<String> names;

  /** Exits that are part of a mean: others run over them before it is computed. */
  private final List<Exit> kept;

  LadderCode(FirmwareSpec firmware) {
    this.firmware = firmware;
    this.names = firmware.prefixes();
    this.kept =
        firmware.rungs().stream()
            .map(Rung::scores)
            .filter(ScoreRule::isMean)
            .flatMap(scores -> scores.exits().stream())
            .distinct()
            .toList();
  }

  CLadder make(CBanner banner) {
    List<CLadder.Stage> stages = new ArrayList<>();
    for (Rung rung : firmware.rungs()) {
      stages.add(stage(rung, stages.size()));
    }
    Optional<Handover> handover =
        firmware.featureMapBytes() > 0 ? firmware.payload().featureMap() : Optional.empty();
    return new CLadder(
        banner,
        CWord.of(firmware.wordBytes()),
        firmware.outputs(),
        CTypes.of(firmware.networks().get(0).output().type().dtype()),
        kept.size(),
        ScoreRule.FRACTION_BITS,
        firmware.gate().map(this::gate).orElse(CLadder.Gate.NONE),
        stages,
        pushed(),
        handover.map(LadderCode::check).orElse(List.of()),
        handover.map(this::maps).orElse(List.of()));
  }

  private List<CLadder.Pushed> pushed() {
    List<CLadder.Pushed> pushed = new ArrayList<>();
    int at = 0;
    for (Rung rung : firmware.rungs()) {
      int values = rung.policy().map(CPolicy::pushed).orElse(0);
      if (values > 0) {
        pushed.add(new CLadder.Pushed(rung.policy().get().name(), at));
      }
      at += values;
    }
    return pushed;
  }

  private CLadder.Gate gate(FirmwareSpec.Gate gate) {
    return new CLadder.Gate(
        gate.policy().name(),
        firmware.inputBytes(),
        CLiteral.of(gate.input().scale()),
        gate.input().zeroPoint(),
        gate.policy().stateful());
  }

  /** Little endian, as all numbers of the wire. */
  private static List<Integer> check(Handover handover) {
    int check = handover.check();
    return IntStream.range(0, Handover.CHECK_BYTES)
        .mapToObj(i -> (int) (byte) (check >> 8 * i))
        .toList();
  }

  private List<CLadder.FeatureMap> maps(Handover handover) {
    MemoryPlan plan = firmware.networks().get(0).plan();
    return handover.boundaries().stream()
        .map(
            boundary ->
                new CLadder.FeatureMap(
                    boundary - 1,
                    handover.featureMap(boundary).stream()
                        .map(v -> new CLadder.Piece(plan.offset(v), v.type().bytes()))
                        .toList()))
        .toList();
  }

  private CLadder.Stage stage(Rung rung, int index) {
    ScoreRule scores = rung.scores();
    boolean last = index == firmware.rungs().size() - 1;
    List<CLadder.Run> runs = firmware.computed().get(index).stream().map(this::run).toList();
    List<CLadder.Part> parts = new ArrayList<>();
    for (int multiplier : scores.multipliers()) {
      Exit exit = scores.exits().get(parts.size());
      parts.add(new CLadder.Part(kept.indexOf(exit), multiplier));
    }
    return new CLadder.Stage(
        index,
        runs,
        runs.stream().anyMatch(run -> !run.fed().isEmpty() || !run.inputs().isEmpty()),
        logits(scores.exits().get(0)),
        parts,
        scores.offset(),
        scores.classes(),
        rung.policy().map(CPolicy::name).orElse(""),
        last ? "UPCALL_ACCEPT" : "UPCALL_CONTINUE",
        scores.qparams().map(QParams::scale).map(CLiteral::of).orElse(""),
        scores.qparams().map(QParams::zeroPoint).orElse(0),
        rung.policy().map(CPolicy::stateful).orElse(false));
  }

  private CLadder.Run run(Exit exit) {
    String name = names.get(exit.network());
    StagePorts ports = ports(exit);
    List<CLadder.Input> inputs = new ArrayList<>();
    boolean fed = firmware.networks().get(exit.network()).plan().fed().isPresent();
    if (exit.output() == 0 && !fed) {
      for (CPort port : ports.inputs()) {
        inputs.add(
            new CLadder.Input(
                name + "_input" + port.suffix() + "()",
                StageEmitter.macro(name) + "_INPUT" + port.suffix() + "_BYTES"));
      }
    }
    return new CLadder.Run(
        fed ? name : "", inputs, firmware.function(exit), logits(exit), kept.indexOf(exit));
  }

  private String logits(Exit exit) {
    String suffix = ports(exit).outputs().get(exit.output()).suffix();
    return names.get(exit.network()) + "_output" + suffix + "()";
  }

  private StagePorts ports(Exit exit) {
    return new StagePorts(firmware.networks().get(exit.network()).plan());
  }
}
