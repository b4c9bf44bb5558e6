package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import java.util.List;

/** Operators that resize: choices of elements for the nearest, weighted sums otherwise. */
final class Resizing {
  private final NodeContext node;
  private final List<ResizeAxis> axes;
  private final ResizeCoordinates coordinates;

  /**
   * @param axes one for each axis of the operand
   */
  Resizing(NodeContext node, List<ResizeAxis> axes, ResizeCoordinates coordinates) {
    this.node = node;
    this.axes = axes;
    this.coordinates = coordinates;
  }

  /** Axis by axis; those that shrink first, so that less is moved. */
  Value nearest(Value input, String rounding) {
    Value current = input;
    for (boolean shrinking : new boolean[] {true, false}) {
      for (int axis = 0; axis < axes.size(); axis++) {
        if (axes.get(axis).out() < axes.get(axis).in() == shrinking) {
          current = nearest(current, axis, rounding);
        }
      }
    }
    return current;
  }

  private Value nearest(Value input, int axis, String rounding) {
    ResizeAxis resized = axes.get(axis);
    int[] indices = new int[resized.out()];
    boolean copies = resized.in() == resized.out();
    for (int i = 0; i < indices.length; i++) {
      double at = round(coordinates.source(resized, i), rounding);
      indices[i] = (int) Math.min(resized.in() - 1, Math.max(0, at));
      copies &= indices[i] == i;
    }
    return copies ? input : Parts.pick(node, input, axis, indices);
  }

  private double round(double at, String rounding) {
    return switch (rounding) {
      case "round_prefer_floor" -> Math.ceil(at - 0.5);
      case "round_prefer_ceil" -> Math.floor(at + 0.5);
      case "floor" -> Math.floor(at);
      case "ceil" -> Math.ceil(at);
      default ->
          throw node.unsupported(
              "nearest_mode " + rounding, "round_prefer_floor, round_prefer_ceil, floor or ceil");
    };
  }

  /** Of [N,C,L] or [N,C,H,W], along the axes behind C. */
  Value filtered(Value input, ResizeFilter filter) {
    for (ResizeAxis axis : axes.subList(0, Math.min(2, axes.size()))) {
      if (axis.in() != axis.out()) {
        throw node.unsupported(
            "interpolation of " + input.shape() + " to " + axis.out() + " along its first axes",
            "the axes behind the channels",
            "resize these alone");
      }
    }
    boolean line = axes.size() == 3;
    return Spatial.apply(
        node,
        input,
        x -> {
          ResizeAxis height = line ? ResizeAxis.unchanged(1) : axes.get(2);
          ResizeTaps rows = filter.taps(height, coordinates);
          ResizeTaps columns = filter.taps(axes.get(axes.size() - 1), coordinates);
          return rows.count() == 1 && columns.count() == 1
              ? x
              : node.add(output -> new Resize2D(x, rows, columns, output, node.source()));
        });
  }
}
