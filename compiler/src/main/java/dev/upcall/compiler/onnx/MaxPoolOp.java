package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Window;

final class MaxPoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("MaxPool", 1)
        .attributes(
            "kernel_shape",
            "strides",
            "dilations",
            "pads",
            "auto_pad",
            "ceil_mode",
            "storage_order")
        .constraints("1D or 2D", "dilations 1", "the indices may not be used");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    node.result(Spatial.apply(node, input, x -> pool(node, x, input.shape().rank() - 2)));
  }

  private static Value pool(NodeContext node, Value x, int rank) {
    WindowReader windows = new WindowReader(node, rank);
    int[] kernel = windows.kernelShape();
    Window window = windows.readPool(x.shape(), kernel);
    return node.add(
        output ->
            new MaxPool2D(x, kernel[0], kernel[1], window, Activation.NONE, output, node.source()));
  }
}
