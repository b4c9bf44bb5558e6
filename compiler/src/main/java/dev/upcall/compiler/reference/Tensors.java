package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;

/** What is known during a run: the constants and every activation computed so far. */
final class Tensors {
  private final Graph graph;
  private final Map<Integer, int[]> activations = new HashMap<>();

  Tensors(Graph graph) {
    this.graph = graph;
  }

  void put(Value value, int[] elements) {
    if (elements.length != value.shape().size()) {
      throw new IllegalArgumentException(
          "%" + value.id() + " has " + value.shape().size() + " elements, not " + elements.length);
    }
    activations.put(value.id(), elements);
  }

  /**
   * The elements of an activation or a constant, of whatever type of integers. Not to be changed.
   */
  int[] elements(Value value) {
    int[] activation = activations.get(value.id());
    return activation != null ? activation : graph.constant(value).toInts();
  }

  /** The elements of a constant of up to 64 bits. */
  long[] longs(Value value) {
    return graph.constant(value).toLongs();
  }
}
