package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Sum of two tensors with numpy broadcasting. */
public record Add(Value left, Value right, Activation activation, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(left, right);
  }

  @Override
  public Add with(List<Value> inputs, Value newOutput) {
    return new Add(inputs.get(0), inputs.get(1), activation, newOutput, source);
  }
}
