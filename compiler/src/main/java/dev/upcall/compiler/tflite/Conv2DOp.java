package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.Window;

/** Weights [Cout,KH,KW,Cin/groups], as in the graph. */
final class Conv2DOp implements TfliteOp {
  private static final int PADDING = 0;
  private static final int STRIDE_W = 1;
  private static final int STRIDE_H = 2;
  private static final int ACTIVATION = 3;
  private static final int DILATION_W = 4;
  private static final int DILATION_H = 5;
  private static final int BIAS_TYPE = 6;

  @Override
  public OpSpec spec() {
    return OpSpec.of(3, 2, 3, 1, 7).constraints("int8 weights and int32 bias, both constant");
  }

  @Override
  public void convert(OperatorContext node) {
    Options options = node.options();
    options.requireBiasType(BIAS_TYPE);
    Value input = node.computed(0);
    LinearOperands operands = LinearOperands.read(node, 4, 0);
    Shape kernel = operands.weights().shape();
    if (input.shape().rank() != 4 || input.shape().dim(3) % kernel.dim(3) != 0) {
      throw node.unsupported(
          "input " + input.shape() + ", weights " + kernel, "[N,H,W,C], [Cout,KH,KW,C/groups]");
    }
    int groups = input.shape().dim(3) / kernel.dim(3);
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
            new Conv2D(
                input,
                operands.weights(),
                operands.bias(),
                window,
                groups,
                activation,
                output,
                node.source()));
  }
}
