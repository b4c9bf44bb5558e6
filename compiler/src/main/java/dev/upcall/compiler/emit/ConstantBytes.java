package dev.upcall.compiler.emit;

import dev.upcall.compiler.plan.MemoryPlan;
import java.util.List;

/** Flash that a network's constants take: weights, biases, requantisation constants. */
public final class ConstantBytes {
  private ConstantBytes() {}

  /** One figure per operator that has a kernel, in order. */
  public static List<Integer> of(MemoryPlan plan) {
    return Layers.of(plan).stream()
        .map(layer -> layer.arrays().stream().mapToInt(CArray::bytes).sum())
        .toList();
  }
}
