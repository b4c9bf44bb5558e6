package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import java.util.function.UnaryOperator;

/**
 * Lets two operators, one over height and width and one over depth, stand where ONNX has one over
 * [N,C,D,H,W]:
 *
 * <pre>
 * [N,D,H,W,C] ─► [N*D,H,W,C] ─ first ─► [N*D,H',W',C'] ─► [N,D,H'*W',C'] ─ second ─► [N,D',H'*W',C']
 * </pre>
 */
final class Volume {
  private Volume() {}

  static Value apply(
      NodeContext node, Value input, UnaryOperator<Value> first, UnaryOperator<Value> second) {
    Value x = node.transpose(input, 0, 2, 3, 4, 1);
    Shape in = x.shape();
    Value planes =
        first.apply(
            node.reshape(x, Shape.of(in.dim(0) * in.dim(1), in.dim(2), in.dim(3), in.dim(4))));
    Shape plane = planes.shape();
    int pixels = plane.dim(1) * plane.dim(2);
    Value lines =
        second.apply(node.reshape(planes, Shape.of(in.dim(0), in.dim(1), pixels, plane.dim(3))));
    Value out =
        node.reshape(
            lines,
            Shape.of(in.dim(0), lines.shape().dim(1), plane.dim(1), plane.dim(2), plane.dim(3)));
    return node.transpose(out, 0, 4, 1, 2, 3);
  }
}
