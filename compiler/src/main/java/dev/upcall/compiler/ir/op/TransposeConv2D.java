package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Transposed convolution: input [N,H,W,Cin], weights [Cout,KH,KW,Cin/groups], bias [Cout]. Input
 * pixel (y, x) adds to the outputs (y * strideH - padTop + ky * dilationH, x * strideW - padLeft +
 * kx * dilationW) that lie inside; those that none reaches are the bias.
 *
 * @param window padBottom and padRight are 0: the output's size says where it ends
 */
public record TransposeConv2D(
    Value input,
    Value weights,
    Value bias,
    Window window,
    int outputH,
    int outputW,
    int groups,
    Activation activation,
    Value output,
    SourceRef source)
    implements Op, Linear {
  @Override
  public List<Value> inputs() {
    return List.of(input, weights, bias);
  }

  @Override
  public TransposeConv2D with(List<Value> inputs, Value newOutput) {
    return new TransposeConv2D(
        inputs.get(0),
        inputs.get(1),
        inputs.get(2),
        window,
        outputH,
        outputW,
        groups,
        activation,
        newOutput,
        source);
  }

  @Override
  public String mnemonic() {
    return "transpose_conv2d";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .window(window)
        .addUnless(1, "groups", groups)
        .activation(activation)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = Shapes.requireRank(input, 4, "input");
    Shape kernel = Shapes.requireRank(weights, 4, "weights");
    int cout = kernel.dim(0);
    Shapes.require(
        groups >= 1 && cout % groups == 0 && (long) kernel.dim(3) * groups == in.dim(3),
        "input %s, weights %s (as [Cout,KH,KW,Cin/groups]), groups %d",
        in,
        kernel,
        groups);
    Shapes.require(bias.shape().equals(Shape.of(cout)), "bias %s for %d", bias.shape(), cout);
    Shapes.require(
        window.padBottom() == 0 && window.padRight() == 0 && outputH > 0 && outputW > 0,
        "output of %d x %d with padding behind",
        outputH,
        outputW);
    return Shape.of(in.dim(0), outputH, outputW, cout);
  }

  @Override
  public TransposeConv2D withActivation(Activation newActivation) {
    return new TransposeConv2D(
        input, weights, bias, window, outputH, outputW, groups, newActivation, output, source);
  }

  @Override
  public int outputChannel(int index) {
    return index / (weights.shape().size() / weights.shape().dim(0));
  }
}
