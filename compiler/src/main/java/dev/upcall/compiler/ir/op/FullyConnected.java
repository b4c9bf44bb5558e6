package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Matrix product: input [N,K], weights [M,K], bias [M], output [N,M]. */
public record FullyConnected(
    Value input, Value weights, Value bias, Activation activation, Value output, SourceRef source)
    implements Op, Linear {
  @Override
  public List<Value> inputs() {
    return List.of(input, weights, bias);
  }

  @Override
  public FullyConnected with(List<Value> inputs, Value newOutput) {
    return new FullyConnected(
        inputs.get(0), inputs.get(1), inputs.get(2), activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "fully_connected";
  }

  @Override
  public String attributes() {
    return new AttributeText().activation(activation).toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = Shapes.requireRank(input, 2, "input");
    Shape matrix = Shapes.requireRank(weights, 2, "weights");
    Shapes.require(in.dim(1) == matrix.dim(1), "input %s, weights %s (as [M,K])", in, matrix);
    Shapes.require(
        bias.shape().equals(Shape.of(matrix.dim(0))), "bias %s for %s", bias.shape(), matrix);
    return Shape.of(in.dim(0), matrix.dim(0));
  }

  @Override
  public FullyConnected withActivation(Activation newActivation) {
    return new FullyConnected(input, weights, bias, newActivation, output, source);
  }

  @Override
  public int outputChannel(int index) {
    return index / weights.shape().dim(1);
  }
}
