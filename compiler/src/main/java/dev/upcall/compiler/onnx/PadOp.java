package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Padding by a constant is an operator; by reflection, edge or wrapping around it is a choice of
 * elements. Negative pads cut.
 */
final class PadOp implements OnnxOp {
  private static final int PADS_ARE_OPERAND = 11;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Pad", 1, 4)
        .anyType()
        .attributes("mode", "pads", "paddings", "value")
        .constraints("pads and value are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int rank = input.shape().rank();
    String attribute = node.attributes().has("paddings") ? "paddings" : "pads";
    List<Integer> pads =
        node.integersOfEither(attribute, 1, PADS_ARE_OPERAND)
            .orElseThrow(() -> node.unsupported("no pads", "pads"));
    List<Integer> axes =
        node.has(3)
            ? node.integers(3, "axes").stream().map(a -> Axes.normalize(a, rank)).toList()
            : Axes.all(rank);
    if (pads.size() != 2 * axes.size()) {
      throw new ShapeException(pads.size() + " pads for " + axes.size() + " axes");
    }
    int[] before = new int[rank];
    int[] after = new int[rank];
    for (int i = 0; i < axes.size(); i++) {
      before[axes.get(i)] = pads.get(i);
      after[axes.get(i)] = pads.get(axes.size() + i);
    }
    List<Long> result = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      result.add((long) input.shape().dim(axis) + before[axis] + after[axis]);
    }
    node.checkShape(result);
    Value cut = cut(node, input, before, after);
    String mode = node.attributes().text("mode", "constant");
    node.result(
        mode.equals("constant")
            ? constant(node, cut, before, after)
            : chosen(node, cut, PadMode.of(node, mode), before, after));
  }

  /** Takes away what negative pads say, and leaves the others. */
  private static Value cut(NodeContext node, Value input, int[] before, int[] after) {
    Value current = input;
    for (int axis = 0; axis < before.length; axis++) {
      int start = Math.max(0, -before[axis]);
      int size = input.shape().dim(axis) - start - Math.max(0, -after[axis]);
      if (size < 1) {
        throw new ShapeException("pads that leave nothing of axis " + axis);
      }
      current = Parts.part(node, current, axis, start, size);
    }
    return current;
  }

  private static Value constant(NodeContext node, Value input, int[] before, int[] after) {
    float value = value(node);
    List<Pad.Extent> extents = new ArrayList<>();
    for (int axis = 0; axis < before.length; axis++) {
      extents.add(new Pad.Extent(Math.max(0, before[axis]), Math.max(0, after[axis])));
    }
    boolean nothing = extents.equals(Collections.nCopies(before.length, new Pad.Extent(0, 0)));
    return nothing
        ? input
        : node.add(output -> new Pad(input, extents, value, output, node.source()));
  }

  private static Value chosen(
      NodeContext node, Value input, PadMode mode, int[] before, int[] after) {
    Value current = input;
    for (int axis = 0; axis < before.length; axis++) {
      int length = input.shape().dim(axis);
      int first = Math.max(0, before[axis]);
      int[] indices = new int[first + length + Math.max(0, after[axis])];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = mode.index(i - first, length);
      }
      current = indices.length == length ? current : Parts.pick(node, current, axis, indices);
    }
    return current;
  }

  private static float value(NodeContext node) {
    if (node.opset() < PADS_ARE_OPERAND) {
      return node.attributes().real("value", 0);
    }
    return node.has(2) ? node.scalar(2, "constant_value") : 0;
  }
}
