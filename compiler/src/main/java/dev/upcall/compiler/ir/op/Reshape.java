package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Same elements, other dimensions. */
public record Reshape(Value input, Value output, SourceRef source) implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Reshape with(List<Value> inputs, Value newOutput) {
    return new Reshape(inputs.get(0), newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "reshape";
  }

  @Override
  public String attributes() {
    return "";
  }

  @Override
  public Shape inferShape() {
    Shapes.require(
        input.shape().size() == output.shape().size(),
        "%s reshaped to %s",
        input.shape(),
        output.shape());
    return output.shape();
  }
}
