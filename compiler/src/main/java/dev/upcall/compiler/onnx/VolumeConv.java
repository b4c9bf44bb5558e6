package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A convolution over [N,C,D,H,W] as the sum of two-dimensional ones, one for each slice of the
 * kernel, over the planes that meet it.
 */
final class VolumeConv {
  /** Each slice of the kernel becomes a convolution. */
  private static final int MAX_DEPTH = 32;

  private VolumeConv() {}

  /**
   * @param weights [Cout,Cin/groups,KD,KH,KW]
   * @param windows along D, H and W
   */
  static Value convolve(NodeContext node, Value input, Value weights, List<AxisWindow> windows) {
    if (windows.get(0).kernel() > MAX_DEPTH) {
      throw node.unsupported(
          "a kernel " + windows.get(0).kernel() + " deep",
          "a kernel at most " + MAX_DEPTH + " deep");
    }
    Value x = padded(node, node.transpose(input, 0, 2, 3, 4, 1), windows.get(0));
    AxisWindow depth = windows.get(0);
    Window window = AxisWindow.plane(windows.get(1), windows.get(2));
    Value bias = Bias.read(node, 2, weights.shape().dim(0));
    Value zeros = Bias.zeros(node, weights.shape().dim(0));
    int outputs =
        new Window(depth.stride(), 1, depth.dilation(), 1, 0, 0, 0, 0)
            .outputH(x.shape().dim(1), depth.kernel());
    Shape in = x.shape();
    Value sum = null;
    for (int tap = 0; tap < depth.kernel(); tap++) {
      Value part = Parts.stepped(node, x, 1, tap * depth.dilation(), depth.stride(), outputs);
      Value planes =
          node.reshape(part, Shape.of(in.dim(0) * outputs, in.dim(2), in.dim(3), in.dim(4)));
      Value added =
          ConvOp.convolve(
              node, planes, kernel(node, weights, tap), tap == 0 ? bias : zeros, window);
      Value before = sum;
      sum =
          tap == 0
              ? added
              : node.add(output -> new Add(before, added, Activation.NONE, output, node.source()));
    }
    Shape plane = sum.shape();
    Shape volume = Shape.of(in.dim(0), outputs, plane.dim(1), plane.dim(2), plane.dim(3));
    return node.transpose(node.reshape(sum, volume), 0, 4, 1, 2, 3);
  }

  private static Value kernel(NodeContext node, Value weights, int tap) {
    Shape shape = weights.shape();
    return node.reshape(
        Parts.part(node, weights, 2, tap, 1),
        Shape.of(shape.dim(0), shape.dim(1), shape.dim(3), shape.dim(4)));
  }

  private static Value padded(NodeContext node, Value x, AxisWindow depth) {
    if (depth.before() == 0 && depth.after() == 0) {
      return x;
    }
    List<Pad.Extent> extents = new ArrayList<>(Collections.nCopies(5, new Pad.Extent(0, 0)));
    extents.set(1, new Pad.Extent(depth.before(), depth.after()));
    return node.add(output -> new Pad(x, extents, 0, output, node.source()));
  }
}
