package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.MaxPool2D;

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
        .constraints("1D, 2D or 3D", "the indices may not be used");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    node.result(
        Pooling.apply(
            node,
            input,
            Pooling.windows(node, input),
            (x, kernelH, kernelW, window) ->
                node.add(
                    output ->
                        new MaxPool2D(
                            x, kernelH, kernelW, window, Activation.NONE, output, node.source()))));
  }
}
