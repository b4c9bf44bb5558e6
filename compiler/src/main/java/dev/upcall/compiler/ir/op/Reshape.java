package dev.upcall.compiler.ir.op;

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
}
