package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Mean;
import java.util.List;

final class ReduceMeanOp implements OnnxOp {
  private static final int AXES_ARE_OPERAND = 18;

  @Override
  public OpSpec spec() {
    return OpSpec.of("ReduceMean", 1, 2)
        .attributes("axes", "keepdims", "noop_with_empty_axes")
        .constraints("the axes are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    int rank = input.shape().rank();
    List<Integer> given = node.integersOfEither("axes", 1, AXES_ARE_OPERAND).orElse(List.of());
    if (given.isEmpty() && node.attributes().flag("noop_with_empty_axes", false)) {
      node.result(input);
      return;
    }
    List<Integer> axes = given.isEmpty() ? Axes.all(rank) : Axes.normalize(given, rank);
    boolean keep = node.attributes().flag("keepdims", true);
    node.result(node.add(output -> new Mean(input, axes, keep, output, node.source())));
  }
}
