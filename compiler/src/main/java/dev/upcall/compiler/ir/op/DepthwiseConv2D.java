package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Depthwise convolution: input [N,H,W,C], weights [1,KH,KW,C*m], bias [C*m]; output channel c reads
 * input channel c / m.
 */
public record DepthwiseConv2D(
    Value input,
    Value weights,
    Value bias,
    Window window,
    Activation activation,
    Value output,
    SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input, weights, bias);
  }

  @Override
  public DepthwiseConv2D with(List<Value> inputs, Value newOutput) {
    return new DepthwiseConv2D(
        inputs.get(0), inputs.get(1), inputs.get(2), window, activation, newOutput, source);
  }
}
