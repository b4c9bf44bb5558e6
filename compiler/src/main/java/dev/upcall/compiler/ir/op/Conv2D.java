package dev.upcall.compiler.ir.op;

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
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input, weights, bias);
  }

  @Override
  public Conv2D with(List<Value> inputs, Value newOutput) {
    return new Conv2D(
        inputs.get(0), inputs.get(1), inputs.get(2), window, groups, activation, newOutput, source);
  }
}
