package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Brings a ladder together whose stages were made in part here and were quantised in part
 * elsewhere.
 */
final class QuantizedStages {
  private QuantizedStages() {}

  /** Brings networks of real numbers into the form in which they run. */
  interface RealStages<M extends ExecutableGraph> {
    Ladder<M> executable(Ladder<Graph> reals);
  }

  /**
   * @param imported sees each stage's index and the network that was quantised elsewhere, and gives
   *     it as what it is
   */
  static <M extends ExecutableGraph> Ladder<M> of(
      Ladder<Network> ladder, RealStages<M> reals, BiFunction<Integer, QuantGraph, M> imported) {
    List<Member<Graph>> open = new ArrayList<>();
    for (Member<Network> stage : ladder.members()) {
      stage.model().reals().ifPresent(graph -> open.add(stage.with(graph)));
    }
    Optional<Ladder<M>> ready =
        open.isEmpty() ? Optional.empty() : Optional.of(reals.executable(ladder.withMembers(open)));
    Optional<Calibration> calibration = ready.flatMap(Ladder::calibration);
    if (calibration.isEmpty() && ladder.project().isPresent()) {
      calibration = Optional.of(Calibration.of(ladder.project().get()));
    }
    Iterator<Member<M>> made = ready.map(Ladder::members).orElse(List.of()).iterator();
    List<Member<M>> stages = new ArrayList<>();
    for (Member<Network> stage : ladder.members()) {
      Optional<QuantGraph> model = stage.model().integers();
      if (model.isPresent()) {
        boolean decides = ladder.project().isPresent();
        QuantGraph used =
            decides
                ? new QuantGraph(Passes.exits(stage.outputs()).run(model.get().graph()))
                : model.get();
        stages.add(stage.with(imported.apply(stages.size(), used)));
      } else {
        stages.add(made.next());
      }
    }
    Ladder<M> whole = ladder.withMembers(stages);
    StageCheck.requireQuantized(whole);
    return calibration.map(whole::with).orElse(whole);
  }
}
