package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import java.util.Arrays;

/** As many copies along each axis as operand 1 says. */
final class TileOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(69, 2, 2, 51, 0)
        .constraints("constant multiples", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value value = node.computed(0);
    node.requireSameQuantization(value);
    int[] multiples = node.integers(1, "multiples");
    Shape out = node.output().shape();
    if (multiples.length != value.shape().rank() || out.rank() != multiples.length) {
      throw node.unsupported(multiples.length + " multiples of " + value.shape(), "one an axis");
    }
    for (int axis = 0; axis < multiples.length; axis++) {
      int length = value.shape().dim(axis);
      if (multiples[axis] < 1 || (long) length * multiples[axis] != out.dim(axis)) {
        throw node.unsupported("multiple " + multiples[axis], "what gives the output " + out);
      }
      if (multiples[axis] > 1) {
        int[] indices = new int[out.dim(axis)];
        Arrays.setAll(indices, i -> i % length);
        value = Indices.along(node, value, axis, indices);
      }
    }
    node.alias(value);
  }
}
