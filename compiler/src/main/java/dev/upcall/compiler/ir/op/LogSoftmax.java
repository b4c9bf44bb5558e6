package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Logarithm of {@link Softmax} along the last axis. */
public record LogSoftmax(Value input, Value output, SourceRef source) implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public LogSoftmax with(List<Value> inputs, Value newOutput) {
    return new LogSoftmax(inputs.get(0), newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "log_softmax";
  }

  @Override
  public String attributes() {
    return "";
  }

  @Override
  public Shape inferShape() {
    Shapes.require(input.shape().rank() >= 1, "log_softmax of a scalar");
    return input.shape();
  }
}
