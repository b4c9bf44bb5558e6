package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A graph with a kernel for each operator, in the order in which they run.
 *
 * @param steps every operator of the graph once, each after those it depends on
 * @param refusals for each step, why kernels that come first do not compute it
 */
public record KernelProgram(
    ExecutableGraph model, List<KernelChoice> steps, List<List<String>> refusals) {
  private static final int WORD = 4;

  public KernelProgram {
    steps = List.copyOf(steps);
    refusals = refusals.stream().map(List::copyOf).toList();
    if (steps.size() != model.graph().ops().size() || steps.size() != refusals.size()) {
      throw new IllegalArgumentException(
          steps.size() + " steps for " + model.graph().ops().size() + " operators");
    }
  }

  /** Without a word on what else there was to choose. */
  public KernelProgram(ExecutableGraph model, List<KernelChoice> steps) {
    this(model, steps, Collections.nCopies(steps.size(), List.of()));
  }

  /** The same with another kernel for a step. */
  public KernelProgram with(int step, KernelChoice choice) {
    List<KernelChoice> changed = new ArrayList<>(steps);
    changed.set(step, choice);
    return new KernelProgram(model, changed, refusals);
  }

  /** The graph of a program that computes in integers. */
  public QuantGraph quantized() {
    if (model instanceof QuantGraph quantized) {
      return quantized;
    }
    throw new IllegalStateException(model.graph().name() + " is computed in floats");
  }

  /** Whether a value lies in the arena: neither a constant nor what a state keeps between runs. */
  public boolean isPlaced(Value value) {
    return !model.graph().isConstant(value) && model.graph().state(value).isEmpty();
  }

  /** What every activation's offset must be a multiple of, in bytes: 4, or 8 where it holds i64. */
  public int alignment() {
    boolean wide =
        Stream.concat(
                model.graph().inputs().stream(), steps.stream().map(step -> step.op().output()))
            .map(Value::type)
            .anyMatch(type -> type.dtype().bytes() > WORD);
    return wide ? 2 * WORD : WORD;
  }
}
