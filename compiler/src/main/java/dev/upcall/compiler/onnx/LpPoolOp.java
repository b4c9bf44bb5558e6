package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.List;

/** The p-norm of each window: a mean of powers, times the number of taps, and its root. */
final class LpPoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("LpPool", 1)
        .attributes("kernel_shape", "strides", "dilations", "pads", "auto_pad", "ceil_mode", "p")
        .constraints("1D, 2D or 3D");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    int p =
        node.opset() < 2 ? (int) node.attributes().real("p", 2) : node.attributes().integer("p", 2);
    if (p < 1) {
      throw node.unsupported("p = " + p, "p of at least 1");
    }
    List<AxisWindow> windows = Pooling.windows(node, input);
    float taps = 1;
    for (AxisWindow window : windows) {
      taps *= window.kernel();
    }
    Value powers = p == 2 ? binary(node, BinaryKind.MUL, input, input) : powers(node, input, p);
    // Padding is 0 and so adds nothing to the sum, which is the mean over all taps.
    Value means = AveragePoolOp.pool(node, powers, windows, true);
    Value sums = binary(node, BinaryKind.MUL, means, scalar(node, "taps", taps));
    node.result(
        switch (p) {
          case 1 -> sums;
          case 2 -> unary(node, UnaryKind.SQRT, sums);
          default -> binary(node, BinaryKind.POW, sums, scalar(node, "root", 1f / p));
        });
  }

  private static Value powers(NodeContext node, Value input, int p) {
    Value magnitudes = unary(node, UnaryKind.ABS, input);
    return p == 1 ? magnitudes : binary(node, BinaryKind.POW, magnitudes, scalar(node, "power", p));
  }

  private static Value scalar(NodeContext node, String name, float value) {
    return node.constant(node.source().name() + "." + name, Shape.of(), new float[] {value});
  }

  private static Value binary(NodeContext node, BinaryKind kind, Value left, Value right) {
    return node.add(output -> Binary.of(kind, left, right, output, node.source()));
  }

  private static Value unary(NodeContext node, UnaryKind kind, Value x) {
    return node.add(output -> Unary.of(kind, x, output, node.source()));
  }
}
