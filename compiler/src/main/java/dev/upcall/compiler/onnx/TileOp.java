package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Up to opset 5 a number of tiles and one axis, from 6 on a number for each axis. */
final class TileOp implements OnnxOp {
  private static final int ALL_AXES = 6;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Tile", 2, 3).anyType().constraints("the repeats are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int rank = input.shape().rank();
    List<Integer> given = node.integers(1, "repeats");
    List<Integer> repeats = given;
    if (node.opset() < ALL_AXES) {
      int axis = Axes.normalize(node.integers(2, "axis").get(0), rank);
      repeats = new ArrayList<>(Axes.all(rank).stream().map(a -> 1).toList());
      repeats.set(axis, given.get(0));
    }
    if (repeats.size() != rank || repeats.stream().anyMatch(times -> times < 1)) {
      throw new ShapeException("repeats " + repeats + " of " + input.shape());
    }
    List<Long> result = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      result.add((long) input.shape().dim(axis) * repeats.get(axis));
    }
    node.checkShape(result);
    int[] times = repeats.stream().mapToInt(Integer::intValue).toArray();
    node.result(Repeats.of(node, input, times));
  }
}
