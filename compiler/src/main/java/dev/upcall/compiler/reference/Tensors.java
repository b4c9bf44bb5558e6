package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;

/** What is known during a run: the constants and every activation computed so far. */
final class Tensors {
  private final Graph graph;
  private final Map<Integer, byte[]> activations = new HashMap<>();

  Tensors(Graph graph) {
    this.graph = graph;
  }

  void put(Value value, byte[] elements) {
    if (elements.length != value.shape().size()) {
      throw new IllegalArgumentException(
          "%" + value.id() + " has " + value.shape().size() + " elements, not " + elements.length);
    }
    activations.put(value.id(), elements);
  }

  /** The int8 elements of an activation or a constant. Not to be changed. */
  byte[] bytes(Value value) {
    byte[] activation = activations.get(value.id());
    return activation != null ? activation : graph.constant(value).toBytes();
  }

  /** The int32 elements of a constant. */
  int[] ints(Value value) {
    return graph.constant(value).toInts();
  }

  Map<Integer, byte[]> activations() {
    return activations;
  }
}
