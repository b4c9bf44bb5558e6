package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.MaxPool2D;

final class MaxPoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("MaxPool", 1)
        .anyType()
        .attributes(
            "kernel_shape",
            "strides",
            "dilations",
            "pads",
            "auto_pad",
            "ceil_mode",
            "storage_order")
        .constraints("1D, 2D or 3D", "of floats and of 8 bits", "the indices may not be used");
  }

  @Override
  public void convert(NodeContext node) {
    DType type = node.any(0).type().dtype();
    if (type != DType.INT8 && type != DType.UINT8) {
      node.result(pool(node, node.input(0)));
      return;
    }
    // Floats hold bytes exactly.
    Quantization quantization = new Quantization(node, 0);
    Value pooled = pool(node, quantization.cast(node.any(0), DType.FLOAT32));
    node.result(quantization.cast(pooled, type));
  }

  private static Value pool(NodeContext node, Value input) {
    return Pooling.apply(
        node,
        input,
        Pooling.windows(node, input),
        (x, kernelH, kernelW, window) ->
            node.add(
                output ->
                    new MaxPool2D(
                        x, kernelH, kernelW, window, Activation.NONE, output, node.source())));
  }
}
