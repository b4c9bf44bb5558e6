package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Stage;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Softmax;
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
    List<Stage<Graph>> open = new ArrayList<>();
    for (Stage<Network> stage : ladder.stages()) {
      stage.model().reals().ifPresent(graph -> open.add(stage.with(graph)));
    }
    Optional<Ladder<M>> ready =
        open.isEmpty() ? Optional.empty() : Optional.of(reals.executable(ladder.withStages(open)));
    Optional<Calibration> calibration = ready.flatMap(Ladder::calibration);
    if (calibration.isEmpty() && ladder.project().isPresent()) {
      calibration = Optional.of(Calibration.of(ladder.project().get()));
    }
    Iterator<Stage<M>> made = ready.map(Ladder::stages).orElse(List.of()).iterator();
    List<Stage<M>> stages = new ArrayList<>();
    for (Stage<Network> stage : ladder.stages()) {
      Optional<QuantGraph> model = stage.model().integers();
      if (model.isPresent()) {
        boolean decides = ladder.project().isPresent();
        QuantGraph used = decides ? logits(model.get()) : model.get();
        stages.add(stage.with(imported.apply(stages.size(), used)));
      } else {
        stages.add(made.next());
      }
    }
    Ladder<M> whole = ladder.withStages(stages);
    StageCheck.requireQuantized(whole);
    return calibration.map(whole::with).orElse(whole);
  }

  /** A member ends in logits: policies compute what probabilities they need. */
  private static QuantGraph logits(QuantGraph model) {
    Graph graph = model.graph();
    Op last = graph.ops().get(graph.ops().size() - 1);
    if (!(last instanceof Softmax softmax) || !graph.outputs().equals(List.of(last.output()))) {
      return model;
    }
    List<Op> ops = graph.ops().subList(0, graph.ops().size() - 1);
    return new QuantGraph(
        new Graph(graph.name(), graph.inputs(), List.of(softmax.input()), ops, graph.constants()));
  }
}
