package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** A clamp that stands alone, where it cannot be fused into the operator before it. */
public record Clamp(Value input, Activation activation, Value output, SourceRef source)
    implements Op, Activated {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Clamp with(List<Value> inputs, Value newOutput) {
    return new Clamp(inputs.get(0), activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "clamp";
  }

  @Override
  public String attributes() {
    return new AttributeText().activation(activation).toString();
  }

  @Override
  public Shape inferShape() {
    return input.shape();
  }

  @Override
  public Clamp withActivation(Activation newActivation) {
    return new Clamp(input, newActivation, output, source);
  }
}
