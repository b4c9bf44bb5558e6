package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** exp(beta x) normalised along the last axis. */
public record Softmax(Value input, float beta, Value output, SourceRef source) implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Softmax with(List<Value> inputs, Value newOutput) {
    return new Softmax(inputs.get(0), beta, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "softmax";
  }

  @Override
  public String attributes() {
    return new AttributeText().addUnless(1f, "beta", beta).toString();
  }

  @Override
  public Shape inferShape() {
    Shapes.require(input.shape().rank() >= 1, "softmax of a scalar");
    return input.shape();
  }
}
