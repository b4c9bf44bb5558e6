package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;

/** Slices in the order of constant indices. */
final class GatherOp implements TfliteOp {
  private static final int AXIS = 0;
  private static final int BATCH_DIMS = 1;

  @Override
  public OpSpec spec() {
    return OpSpec.of(36, 2, 2, 23, 2)
        .constraints("constant indices", "no batch axes", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    if (node.options().integer(BATCH_DIMS) != 0) {
      throw node.unsupported("batch axes", "none");
    }
    int axis = Axes.of(node, node.options().integer(AXIS), input.shape().rank());
    int[] indices = node.integers(1, "indices");
    Value order = Indices.constant(node, node.tensor(1).shape(), indices, input.shape().dim(axis));
    node.result(output -> new Gather(input, order, axis, output, node.source()));
  }
}
