package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Parts of given sizes, or equal ones; from opset 18 on the last of equal ones may be smaller. */
final class SplitOp implements OnnxOp {
  private static final int SIZES_ARE_OPERAND = 13;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Split", 1, 2)
        .anyType()
        .attributes("axis", "split", "num_outputs")
        .constraints("the sizes are constant and not 0");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int axis = Axes.normalize(node.attributes().integer("axis", 0), input.shape().rank());
    int length = input.shape().dim(axis);
    List<Integer> sizes =
        node.integersOfEither("split", 1, SIZES_ARE_OPERAND)
            .orElseGet(() -> equal(node, length, node.outputs()));
    long sum = sizes.stream().mapToLong(Integer::longValue).sum();
    if (sizes.size() != node.outputs() || sum != length || sizes.stream().anyMatch(s -> s < 0)) {
      throw new ShapeException(
          "parts "
              + sizes
              + " in "
              + node.outputs()
              + " outputs of axis "
              + axis
              + " of "
              + input.shape());
    }
    int start = 0;
    for (int i = 0; i < sizes.size(); i++) {
      if (node.wants(i)) {
        node.result(i, Parts.part(node, input, axis, start, sizes.get(i)));
      }
      start += sizes.get(i);
    }
  }

  private static List<Integer> equal(NodeContext node, int length, int parts) {
    int size = (length + parts - 1) / parts;
    if (node.opset() < SIZES_ARE_OPERAND && size * parts != length) {
      throw new ShapeException(length + " elements in " + parts + " equal parts");
    }
    List<Integer> sizes = new ArrayList<>();
    for (int rest = length; sizes.size() < parts; rest -= size) {
      sizes.add(Math.max(0, Math.min(size, rest)));
    }
    return sizes;
  }
}
