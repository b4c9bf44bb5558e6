package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;

/**
 * Weights [1,KH,KW,C*m], as in the graph. The option depth_multiplier says m once more and is not
 * read, as in TFLite's own kernels.
 */
final class DepthwiseConv2DOp implements TfliteOp {
  private static final int PADDING = 0;
  private static final int STRIDE_W = 1;
  private static final int STRIDE_H = 2;
  private static final int ACTIVATION = 4;
  private static final int DILATION_W = 5;
  private static final int DILATION_H = 6;

  @Override
  public OpSpec spec() {
    return OpSpec.of(4, 2, 3, 2, 7).constraints("int8 weights and int32 bias, both constant");
  }

  @Override
  public void convert(OperatorContext node) {
    Options options = node.options();
    Value input = node.computed(0);
    LinearOperands operands = LinearOperands.read(node, 4, 3);
    Shape kernel = operands.weights().shape();
    if (input.shape().rank() != 4) {
      throw node.unsupported("input " + input.shape(), "[N,H,W,C]");
    }
    Window window =
        new Windows(
                options.same(PADDING),
                options.extent(STRIDE_H, 0, "stride"),
                options.extent(STRIDE_W, 0, "stride"),
                options.extent(DILATION_H, 1, "dilation"),
                options.extent(DILATION_W, 1, "dilation"))
            .over(input.shape(), kernel.dim(1), kernel.dim(2));
    Activation activation = options.activation(ACTIVATION);
    node.result(
        output ->
            new DepthwiseConv2D(
                input,
                operands.weights(),
                operands.bias(),
                window,
                activation,
                output,
                node.source()));
  }
}
