package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Mean;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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
    int rank = input.shape().rank();
    TreeSet<Integer> axes = new TreeSet<>();
    for (int axis : node.integers(1, "axes")) {
      if (axis < -rank || axis >= rank) {
        throw node.unsupported("axis " + axis + " of " + input.shape(), "an axis of the input");
      }
      axes.add(axis < 0 ? axis + rank : axis);
    }
    boolean keepDims = node.options().flag(KEEP_DIMS);
    List<Integer> sorted = new ArrayList<>(axes);
    node.result(output -> new Mean(input, sorted, keepDims, output, node.source()));
  }
}
