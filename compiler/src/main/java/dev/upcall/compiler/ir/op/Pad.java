package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Constant padding; padding[axis] = before, after. */
public record Pad(
    Value input, List<Pad.Extent> padding, float value, Value output, SourceRef source)
    implements Op {
  /** Elements added before and after along one axis. */
  public record Extent(int before, int after) {}

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Pad with(List<Value> inputs, Value newOutput) {
    return new Pad(inputs.get(0), padding, value, newOutput, source);
  }
}
