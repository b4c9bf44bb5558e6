package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Matrix product: input [N,K], weights [M,K], bias [M], output [N,M]. */
public record FullyConnected(
    Value input, Value weights, Value bias, Activation activation, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input, weights, bias);
  }

  @Override
  public FullyConnected with(List<Value> inputs, Value newOutput) {
    return new FullyConnected(
        inputs.get(0), inputs.get(1), inputs.get(2), activation, newOutput, source);
  }
}
