package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

final class PadOp implements OnnxOp {
  private static final int PADS_ARE_OPERAND = 11;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Pad", 1, 4)
        .attributes("mode", "pads", "value")
        .constraints("mode constant", "pads are constant and not negative");
  }

  @Override
  public void convert(NodeContext node) {
    String mode = node.attributes().text("mode", "constant");
    if (!mode.equals("constant")) {
      throw node.unsupported("mode " + mode, "mode constant", "pad with zeros");
    }
    Value input = node.input(0);
    int rank = input.shape().rank();
    List<Integer> pads =
        node.integersOfEither("pads", 1, PADS_ARE_OPERAND)
            .orElseThrow(() -> node.unsupported("no pads", "pads"));
    List<Integer> axes = node.has(3) ? node.integers(3, "axes") : Axes.all(rank);
    float value = value(node);
    if (pads.size() != 2 * axes.size() || pads.stream().anyMatch(pad -> pad < 0)) {
      throw node.unsupported("pads " + pads, "two pads for each axis, none negative");
    }
    List<Pad.Extent> extents = new ArrayList<>(Collections.nCopies(rank, new Pad.Extent(0, 0)));
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i) < 0 ? axes.get(i) + rank : axes.get(i);
      if (axis < 0 || axis >= rank) {
        throw new ShapeException("axis " + axes.get(i) + " of " + input.shape());
      }
      extents.set(axis, new Pad.Extent(pads.get(i), pads.get(axes.size() + i)));
    }
    node.result(node.add(output -> new Pad(input, extents, value, output, node.source())));
  }

  private static float value(NodeContext node) {
    if (node.opset() < PADS_ARE_OPERAND) {
      return node.attributes().real("value", 0);
    }
    float[] given = node.has(2) ? node.floats(2, "constant_value") : new float[1];
    if (given.length != 1) {
      throw node.unsupported(given.length + " padding values", "a scalar");
    }
    return given[0];
  }
}
