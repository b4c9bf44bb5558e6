package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Mean;
import java.util.List;

/** Operand 1 holds the axes; negative ones count from the end. */
final class MeanOp implements TfliteOp {
  private static final int KEEP_DIMS = 0;

  @Override
  public OpSpec spec() {
    return OpSpec.of(40, 2, 2, 27, 1).constraints("constant axes");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    List<Integer> axes = Axes.all(node, 1, input);
    boolean keepDims = node.options().flag(KEEP_DIMS);
    node.result(output -> new Mean(input, axes, keepDims, output, node.source()));
  }
}
