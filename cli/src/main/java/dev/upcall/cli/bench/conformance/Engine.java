package dev.upcall.cli.bench.conformance;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import java.util.List;

/** Something that runs an imported graph. */
@FunctionalInterface
public interface Engine {
  /**
   * @param graph as imported
   * @param inputs of each of its inputs
   * @return each of its outputs
   * @throws dev.upcall.core.diagnostic.UpcallException if it refuses the graph
   */
  List<Tensor> run(Graph graph, List<Tensor> inputs);

  /** The Java float reference, after the passes. */
  static Engine reference() {
    return (graph, inputs) ->
        new FloatInterpreter(Passes.preserving().run(graph))
            .runTensors(inputs, (value, tensor) -> {});
  }

  /** The Java float reference on the graph as it was imported. */
  static Engine imported() {
    return (graph, inputs) -> new FloatInterpreter(graph).runTensors(inputs, (value, tensor) -> {});
  }
}
