package dev.upcall.compiler.kernel;

import dev.upcall.compiler.quant.QuantGraph;
import java.util.List;

/**
 * A quantised graph with a kernel for each operator, in the order in which they run.
 *
 * @param steps every operator of the graph once, each after those it depends on
 */
public record KernelProgram(QuantGraph model, List<KernelChoice> steps) {
  public KernelProgram {
    steps = List.copyOf(steps);
    if (steps.size() != model.graph().ops().size()) {
      throw new IllegalArgumentException(
          steps.size() + " steps for " + model.graph().ops().size() + " operators");
    }
  }
}
