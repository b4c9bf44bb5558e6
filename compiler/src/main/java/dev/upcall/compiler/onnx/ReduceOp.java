package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import java.util.List;

/** An operator that makes one of all elements along some axes; the axes are constant. */
final class ReduceOp implements OnnxOp {
  private static final int AXES_ARE_OPERAND = 18;
  private static final int AXES_OF_SUM_ARE_OPERAND = 13;

  private final String type;
  private final int axesAreOperand;
  private final boolean integers;
  private final Maker maker;

  private ReduceOp(String type, int axesAreOperand, boolean integers, Maker maker) {
    this.type = type;
    this.axesAreOperand = axesAreOperand;
    this.integers = integers;
    this.maker = maker;
  }

  /** Makes the graph's operator. */
  @FunctionalInterface
  private interface Maker {
    Op make(NodeContext node, Value input, List<Integer> axes, boolean keep, Value output);
  }

  static ReduceOp of(String type, ReduceKind kind) {
    return new ReduceOp(
        type,
        kind == ReduceKind.SUM ? AXES_OF_SUM_ARE_OPERAND : AXES_ARE_OPERAND,
        true,
        (node, input, axes, keep, output) ->
            new Reduce(kind, input, axes, keep, output, node.source()));
  }

  static ReduceOp ofMean() {
    return new ReduceOp(
        "ReduceMean",
        AXES_ARE_OPERAND,
        false,
        (node, input, axes, keep, output) -> new Mean(input, axes, keep, output, node.source()));
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(type, 1, 2)
        .anyType()
        .attributes("axes", "keepdims", "noop_with_empty_axes")
        .constraints("the axes are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = integers ? node.any(0) : node.input(0);
    int rank = input.shape().rank();
    List<Integer> given = node.integersOfEither("axes", 1, axesAreOperand).orElse(List.of());
    if (given.isEmpty() && node.attributes().flag("noop_with_empty_axes", false)) {
      node.result(input);
      return;
    }
    List<Integer> axes = given.isEmpty() ? Axes.all(rank) : Axes.normalize(given, rank);
    boolean keep = node.attributes().flag("keepdims", true);
    node.result(node.add(output -> maker.make(node, input, axes, keep, output)));
  }
}
