package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.TopK;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The number is an attribute up to opset 9, an operand from 10 on. */
final class TopKOp implements OnnxOp {
  private static final int NUMBER_IS_OPERAND = 10;

  @Override
  public OpSpec spec() {
    return OpSpec.of("TopK", 1, 2)
        .attributes("axis", "k", "largest", "sorted")
        .constraints("the number is constant", "always sorted");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    int rank = input.shape().rank();
    int axis = Axes.normalize(node.attributes().integer("axis", -1), rank);
    int k =
        node.opset() < NUMBER_IS_OPERAND
            ? node.attributes().integer("k", 0)
            : (int) node.scalar(1, "k");
    List<Integer> swap = new ArrayList<>(Axes.all(rank));
    Collections.swap(swap, axis, rank - 1);
    Integer[] permutation = swap.toArray(Integer[]::new);
    boolean last = axis == rank - 1;
    Value rows = last ? input : node.transpose(input, permutation);
    for (int i = 0; i < node.outputs(); i++) {
      if (node.wants(i)) {
        Value sorted = sorted(node, rows, k, i == 1);
        node.result(i, last ? sorted : node.transpose(sorted, permutation));
      }
    }
  }

  private static Value sorted(NodeContext node, Value rows, int k, boolean indices) {
    boolean largest = node.attributes().flag("largest", true);
    Value top = node.add(output -> new TopK(rows, k, largest, indices, output, node.source()));
    return indices ? node.add(output -> new Cast(top, DType.INT64, output, node.source())) : top;
  }
}
