package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import java.util.function.UnaryOperator;

/**
 * Lets a channels-last operator stand where ONNX has a channels-first one. One-dimensional
 * operators become two-dimensional ones of height 1:
 *
 * <pre>
 * [N,C,L] ─ reshape ─► [N,C,1,L] ─ transpose ─► [N,1,L,C] ─ operator ─► ... the same way back
 * </pre>
 */
final class Spatial {
  private static final Integer[] TO_CHANNELS_LAST = {0, 2, 3, 1};
  private static final Integer[] TO_CHANNELS_FIRST = {0, 3, 1, 2};

  private Spatial() {}

  static Value apply(NodeContext node, Value input, UnaryOperator<Value> channelsLast) {
    requireLineOrPlane(node, input);
    boolean line = input.shape().rank() == 3;
    Value plane = plane(node, input);
    Value result =
        node.transpose(
            channelsLast.apply(node.transpose(plane, TO_CHANNELS_LAST)), TO_CHANNELS_FIRST);
    Shape out = result.shape();
    return line ? node.reshape(result, Shape.of(out.dim(0), out.dim(1), out.dim(3))) : result;
  }

  /** [N,C,L] as [N,C,1,L], also of weights; [N,C,H,W] as it is. */
  static Value plane(NodeContext node, Value value) {
    Shape shape = value.shape();
    return shape.rank() == 3
        ? node.reshape(value, Shape.of(shape.dim(0), shape.dim(1), 1, shape.dim(2)))
        : value;
  }

  static void requireLineOrPlane(NodeContext node, Value input) {
    int rank = input.shape().rank();
    if (rank != 3 && rank != 4) {
      throw node.unsupported(
          "operand " + input.shape(),
          "[N,C,L] or [N,C,H,W]",
          "use the one- or two-dimensional operator");
    }
  }
}
