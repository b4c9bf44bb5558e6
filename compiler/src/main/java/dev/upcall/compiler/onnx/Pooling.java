package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Window;
import java.util.List;

/**
 * Pooling over one, two or three axes by operators of two: over three axes it is pooling of planes,
 * then of the lines through their pixels, since maxima and means of equal windows nest.
 */
final class Pooling {
  /** Makes the operator for [N,H,W,C]. */
  interface Maker {
    Value pool(Value x, int kernelH, int kernelW, Window window);
  }

  private Pooling() {}

  /** Of [N,C,L], [N,C,H,W] or [N,C,D,H,W], one window for each axis behind C. */
  static Value apply(NodeContext node, Value input, List<AxisWindow> windows, Maker maker) {
    if (windows.size() == 3) {
      AxisWindow depth = windows.get(0);
      return Volume.apply(
          node,
          input,
          x -> pool(x, windows.get(1), windows.get(2), maker),
          x -> pool(x, depth, AxisWindow.none(), maker));
    }
    AxisWindow height = windows.size() == 1 ? AxisWindow.none() : windows.get(0);
    AxisWindow width = windows.get(windows.size() - 1);
    return Spatial.apply(node, input, x -> pool(x, height, width, maker));
  }

  /** The windows of a pooling node; refuses operands of other ranks. */
  static List<AxisWindow> windows(NodeContext node, Value input) {
    if (input.shape().rank() != 5) {
      Spatial.requireLineOrPlane(node, input);
    }
    WindowReader reader = new WindowReader(node, input.shape());
    return reader.read(reader.kernelShape(), node.attributes().flag("ceil_mode", false));
  }

  private static Value pool(Value x, AxisWindow height, AxisWindow width, Maker maker) {
    return maker.pool(x, height.kernel(), width.kernel(), AxisWindow.plane(height, width));
  }
}
