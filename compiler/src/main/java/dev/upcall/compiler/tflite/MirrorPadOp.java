package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad.Extent;
import java.util.List;

/** Padding by reflection: an order of indices along each axis that is padded. */
final class MirrorPadOp implements TfliteOp {
  private static final int MODE = 0;

  @Override
  public OpSpec spec() {
    return OpSpec.of(100, 2, 2, 77, 1)
        .constraints("constant padding", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value value = node.computed(0);
    node.requireSameQuantization(value);
    boolean symmetric = node.options().code(MODE) == 1;
    List<Extent> padding = Paddings.read(node, value.shape());
    for (int axis = 0; axis < padding.size(); axis++) {
      Extent extent = padding.get(axis);
      if (extent.before() + extent.after() > 0) {
        value =
            Indices.along(
                node, value, axis, mirrored(node, value.shape().dim(axis), extent, symmetric));
      }
    }
    node.alias(node.view(value, node.output().shape()));
  }

  private static int[] mirrored(
      OperatorContext node, int length, Extent extent, boolean symmetric) {
    int edge = symmetric ? 0 : 1;
    if (extent.before() > length - edge || extent.after() > length - edge) {
      throw node.unsupported("padding beyond the mirrored axis of " + length, "at most its length");
    }
    int[] indices = new int[extent.before() + length + extent.after()];
    for (int i = 0; i < indices.length; i++) {
      int at = i - extent.before();
      if (at < 0) {
        at = -at - 1 + edge;
      } else if (at >= length) {
        at = 2 * length - 1 - edge - at;
      }
      indices[i] = at;
    }
    return indices;
  }
}
