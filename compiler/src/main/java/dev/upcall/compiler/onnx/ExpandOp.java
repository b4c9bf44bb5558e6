package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Broadcasting to a constant shape; axes of the operand that are larger than 1 stay. */
final class ExpandOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Expand", 2).anyType().since(8).constraints("the shape is constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    List<Integer> wanted = new ArrayList<>(node.integers(1, "shape"));
    List<Integer> dims = new ArrayList<>(input.shape().dims());
    int missing = wanted.size() - dims.size();
    dims.addAll(0, Collections.nCopies(Math.max(0, missing), 1));
    wanted.addAll(0, Collections.nCopies(Math.max(0, -missing), 1));
    int[] times = new int[dims.size()];
    List<Long> result = new ArrayList<>();
    for (int axis = 0; axis < times.length; axis++) {
      int to = wanted.get(axis);
      int from = dims.get(axis);
      if (to < 1 || (from != 1 && to != 1 && to != from)) {
        throw new ShapeException(input.shape() + " does not broadcast to " + wanted);
      }
      times[axis] = from == 1 ? to : 1;
      result.add((long) from * times[axis]);
    }
    node.checkShape(result);
    node.result(Repeats.of(node, node.reshape(input, new Shape(dims)), times));
  }
}
