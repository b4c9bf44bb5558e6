package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Window;

final class AveragePoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("AveragePool", 1)
        .attributes(
            "kernel_shape",
            "strides",
            "dilations",
            "pads",
            "auto_pad",
            "ceil_mode",
            "count_include_pad")
        .constraints("1D or 2D", "dilations 1", "count_include_pad only without ceil_mode");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    node.result(Spatial.apply(node, input, x -> pool(node, x, input.shape().rank() - 2)));
  }

  private static Value pool(NodeContext node, Value x, int rank) {
    boolean countPadding = node.attributes().flag("count_include_pad", false);
    if (countPadding && node.attributes().flag("ceil_mode", false)) {
      // ONNX counts the given padding but not what ceil_mode adds: no window of ours says that.
      throw node.unsupported("count_include_pad and ceil_mode", "one of them");
    }
    WindowReader windows = new WindowReader(node, rank);
    int[] kernel = windows.kernelShape();
    Window window = windows.readPool(x.shape(), kernel);
    return node.add(
        output ->
            new AveragePool2D(
                x,
                kernel[0],
                kernel[1],
                window,
                countPadding && padded(window),
                Activation.NONE,
                output,
                node.source()));
  }

  /** Without padding it makes no difference, and the plain form has the simpler kernel. */
  private static boolean padded(Window window) {
    return window.padTop() + window.padBottom() + window.padLeft() + window.padRight() > 0;
  }
}
