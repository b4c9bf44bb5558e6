package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.Softmax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Up to opset 12 over all axes from {@code axis} on together, from 13 on over {@code axis} alone.
 */
final class SoftmaxOp implements OnnxOp {
  private static final int ONE_AXIS = 13;

  private final boolean logarithm;

  /**
   * @param logarithm whether it is LogSoftmax
   */
  SoftmaxOp(boolean logarithm) {
    this.logarithm = logarithm;
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(logarithm ? "LogSoftmax" : "Softmax", 1).attributes("axis");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    Shape shape = input.shape();
    int given = node.attributes().integer("axis", node.opset() < ONE_AXIS ? 1 : -1);
    int axis = Axes.normalize(List.of(given), shape.rank()).get(0);
    if (node.opset() < ONE_AXIS) {
      int rows = new Shape(shape.dims().subList(0, axis)).size();
      Value matrix = node.reshape(input, Shape.of(rows, shape.size() / rows));
      node.result(node.reshape(softmax(node, matrix), shape));
      return;
    }
    // Swapping axis and last axis is its own inverse.
    List<Integer> swap = new ArrayList<>(Axes.all(shape.rank()));
    Collections.swap(swap, axis, shape.rank() - 1);
    boolean last = axis == shape.rank() - 1;
    Integer[] permutation = swap.toArray(Integer[]::new);
    Value moved = last ? input : node.transpose(input, permutation);
    Value result = softmax(node, moved);
    node.result(last ? result : node.transpose(result, permutation));
  }

  private Value softmax(NodeContext node, Value input) {
    return node.add(
        output ->
            logarithm
                ? new LogSoftmax(input, output, node.source())
                : new Softmax(input, 1, output, node.source()));
  }
}
