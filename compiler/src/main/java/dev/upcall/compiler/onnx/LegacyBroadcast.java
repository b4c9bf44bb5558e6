package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Broadcasting as it was before opset 7: only where the attribute {@code broadcast} asks for it,
 * only of the right operand, whose axes stand for those from {@code axis} on.
 */
final class LegacyBroadcast {
  private static final int NUMPY_SINCE = 7;

  private LegacyBroadcast() {}

  /** The right operand in the shape from which numpy's broadcasting does the same. */
  static Value right(NodeContext node, Value left, Value right) {
    if (node.opset() >= NUMPY_SINCE || left.shape().equals(right.shape())) {
      return right;
    }
    Shape to = left.shape();
    Shape from = right.shape();
    if (!node.attributes().flag("broadcast", false)) {
      throw new ShapeException(from + " beside " + to + " without broadcast");
    }
    int missing = to.rank() - from.rank();
    int given = node.attributes().integer("axis", missing);
    int axis = given < 0 ? given + to.rank() : given;
    if (axis < 0 || axis > missing) {
      throw new ShapeException(from + " at axis " + given + " of " + to);
    }
    List<Integer> dims = new ArrayList<>(from.dims());
    dims.addAll(Collections.nCopies(missing - axis, 1));
    return node.reshape(right, new Shape(dims));
  }
}
