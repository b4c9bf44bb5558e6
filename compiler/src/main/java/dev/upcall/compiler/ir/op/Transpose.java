package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Permuted axes: output.dim(i) == input.dim(permutation[i]). */
public record Transpose(Value input, List<Integer> permutation, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Transpose with(List<Value> inputs, Value newOutput) {
    return new Transpose(inputs.get(0), permutation, newOutput, source);
  }
}
