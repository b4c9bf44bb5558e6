package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Convolution: input [N,H,W,Cin], weights [Cout,KH,KW,Cin/groups], bias [Cout]. groups == 1 unless
 * said.
 */
public record Conv2D(
    Value input,
    Value weights,
    Value bias,
    Window window,
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
  public Conv2D with(List<Value> inputs, Value newOutput) {
    return new Conv2D(
        inputs.get(0), inputs.get(1), inputs.get(2), window, groups, activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "conv2d";
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
    return Shape.of(
        in.dim(0),
        window.outputH(in.dim(1), kernel.dim(1)),
        window.outputW(in.dim(2), kernel.dim(2)),
        cout);
  }

  @Override
  public Conv2D withActivation(Activation newActivation) {
    return new Conv2D(input, weights, bias, window, groups, newActivation, output, source);
  }

  @Override
  public int outputChannel(int index) {
    return index / (weights.shape().size() / weights.shape().dim(0));
  }
}
