package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Sum of two tensors with numpy broadcasting. */
public record Add(Value left, Value right, Activation activation, Value output, SourceRef source)
    implements Op, Activated {
  @Override
  public List<Value> inputs() {
    return List.of(left, right);
  }

  @Override
  public Add with(List<Value> inputs, Value newOutput) {
    return new Add(inputs.get(0), inputs.get(1), activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "add";
  }

  @Override
  public String attributes() {
    return new AttributeText().activation(activation).toString();
  }

  @Override
  public Shape inferShape() {
    Shapes.requireAlike(mnemonic(), left, right);
    return Shapes.broadcast(left.shape(), right.shape());
  }

  @Override
  public Add withActivation(Activation newActivation) {
    return new Add(left, right, newActivation, output, source);
  }
}
