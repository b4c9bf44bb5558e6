package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;

/** Operators of the graph always have a bias. */
final class Bias {
  private Bias() {}

  /** Operand {@code index}, [channels]; zeros if it is not given. */
  static Value read(NodeContext node, int index, int channels) {
    return node.has(index) ? node.weights(index, "bias") : zeros(node, channels);
  }

  static Value zeros(NodeContext node, int channels) {
    return node.constant(node.source().name() + ".bias", Shape.of(channels), new float[channels]);
  }
}
