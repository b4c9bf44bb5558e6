package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;

/**
 * Weights [Cout,KH,KW,Cin]; operand 0, the output's shape, is said once more by the output.
 * TFLite's padding is that of the convolution which this one undoes.
 */
final class TransposeConvOp implements TfliteOp {
  private static final int PADDING = 0;
  private static final int STRIDE_W = 1;
  private static final int STRIDE_H = 2;
  private static final int ACTIVATION = 3;
  private static final int BIAS_TYPE = 4;

  @Override
  public OpSpec spec() {
    return OpSpec.of(67, 3, 4, 49, 5).constraints("int8 weights and int32 bias, both constant");
  }

  @Override
  public void convert(OperatorContext node) {
    Options options = node.options();
    options.requireBiasType(BIAS_TYPE);
    Value input = node.computed(2);
    LinearOperands operands = LinearOperands.read(node, new int[] {2, 1, 3}, 4, 0);
    Shape kernel = operands.weights().shape();
    Shape out = node.output().shape();
    if (input.shape().rank() != 4 || out.rank() != 4) {
      throw node.unsupported("input " + input.shape() + ", output " + out, "[N,H,W,C]");
    }
    Window undone =
        new Windows(
                options.same(PADDING),
                options.extent(STRIDE_H, 0, "stride"),
                options.extent(STRIDE_W, 0, "stride"),
                1,
                1)
            .over(out, kernel.dim(1), kernel.dim(2));
    Window window =
        new Window(
            undone.strideH(), undone.strideW(), 1, 1, undone.padTop(), 0, undone.padLeft(), 0);
    Activation activation = options.activation(ACTIVATION);
    node.result(
        output ->
            new TransposeConv2D(
                input,
                operands.weights(),
                operands.bias(),
                window,
                out.dim(1),
                out.dim(2),
                1,
                activation,
                output,
                node.source()));
  }
}
