package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Stage;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Brings a ladder together whose stages were quantised in part here and in part elsewhere. */
final class QuantizedStages {
  private QuantizedStages() {}

  /** Quantises networks of real numbers. */
  interface RealStages {
    Ladder<QuantGraph> quantize(Ladder<Graph> reals);
  }

  /**
   * @param imported sees each stage's index and the network that was quantised elsewhere
   */
  static Ladder<QuantGraph> of(
      Ladder<Network> ladder, RealStages reals, BiConsumer<Integer, QuantGraph> imported) {
    List<Stage<Graph>> open = new ArrayList<>();
    for (Stage<Network> stage : ladder.stages()) {
      stage.model().reals().ifPresent(graph -> open.add(stage.with(graph)));
    }
    Optional<Ladder<QuantGraph>> quantized =
        open.isEmpty() ? Optional.empty() : Optional.of(reals.quantize(ladder.withStages(open)));
    Optional<Calibration> calibration = quantized.flatMap(Ladder::calibration);
    if (calibration.isEmpty() && ladder.project().isPresent()) {
      calibration = Optional.of(Calibration.of(ladder.project().get()));
    }
    Iterator<Stage<QuantGraph>> made = quantized.map(Ladder::stages).orElse(List.of()).iterator();
    List<Stage<QuantGraph>> stages = new ArrayList<>();
    for (Stage<Network> stage : ladder.stages()) {
      Optional<QuantGraph> model = stage.model().integers();
      if (model.isPresent()) {
        imported.accept(stages.size(), model.get());
        stages.add(stage.with(ladder.project().isPresent() ? logits(model.get()) : model.get()));
      } else {
        stages.add(made.next());
      }
    }
    Ladder<QuantGraph> whole = ladder.withStages(stages);
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
