package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Depthwise convolution: input [N,H,W,C], weights [1,KH,KW,C*m], bias [C*m]; output channel c reads
 * input channel c / m.
 */
public record DepthwiseConv2D(
    Value input,
    Value weights,
    Value bias,
    Window window,
    Activation activation,
    Value output,
    SourceRef source)
    implements Op, Linear {
  @Override
  public List<Value> inputs() {
    return List.of(input, weights, bias);
  }

  @Override
  public DepthwiseConv2D with(List<Value> inputs, Value newOutput) {
    return new DepthwiseConv2D(
        inputs.get(0), inputs.get(1), inputs.get(2), window, activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "depthwise_conv2d";
  }

  @Override
  public String attributes() {
    return new AttributeText().window(window).activation(activation).toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = Shapes.requireRank(input, 4, "input");
    Shape kernel = Shapes.requireRank(weights, 4, "weights");
    int cout = kernel.dim(3);
    Shapes.require(
        kernel.dim(0) == 1 && in.dim(3) > 0 && cout % in.dim(3) == 0,
        "input %s, weights %s (as [1,KH,KW,C*m])",
        in,
        kernel);
    Shapes.require(bias.shape().equals(Shape.of(cout)), "bias %s for %d", bias.shape(), cout);
    return Shape.of(
        in.dim(0),
        window.outputH(in.dim(1), kernel.dim(1)),
        window.outputW(in.dim(2), kernel.dim(2)),
        cout);
  }

  @Override
  public DepthwiseConv2D withActivation(Activation newActivation) {
    return new DepthwiseConv2D(input, weights, bias, window, newActivation, output, source);
  }

  @Override
  public int outputChannel(int index) {
    return index % weights.shape().dim(3);
  }
}
