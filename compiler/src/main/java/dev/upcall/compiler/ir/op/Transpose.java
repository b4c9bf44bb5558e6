package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;
import java.util.stream.IntStream;

/** Permuted axes: output.dim(i) == input.dim(permutation[i]). */
public record Transpose(Value input, List<Integer> permutation, Value output, SourceRef source)
    implements Op {
  public Transpose {
    permutation = List.copyOf(permutation);
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Transpose with(List<Value> inputs, Value newOutput) {
    return new Transpose(inputs.get(0), permutation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "transpose";
  }

  @Override
  public String attributes() {
    return new AttributeText().add("perm", AttributeText.list(permutation)).toString();
  }

  @Override
  public Shape inferShape() {
    Shapes.require(
        permutation.stream().sorted().toList().equals(axes(input.shape().rank())),
        "permutation %s of %s",
        permutation,
        input.shape());
    return new Shape(permutation.stream().map(input.shape()::dim).toList());
  }

  private static List<Integer> axes(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }
}
