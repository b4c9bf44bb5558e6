package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import java.util.List;

/** Operand 1 holds the axes; a largest or smallest element keeps its quantisation. */
record ReduceOp(int code, ReduceKind kind) implements TfliteOp {
  private static final int KEEP_DIMS = 0;

  @Override
  public OpSpec spec() {
    return OpSpec.of(code, 2, 2, 27, 1).constraints("constant axes");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    List<Integer> axes = Axes.all(node, 1, input);
    boolean keepDims = node.options().flag(KEEP_DIMS);
    if (kind == ReduceKind.MAX || kind == ReduceKind.MIN) {
      node.requireSameQuantization(input);
    }
    node.result(output -> new Reduce(kind, input, axes, keepDims, output, node.source()));
  }
}
