package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of computed matrices: [...,N,K] times [...,K,M], leading axes broadcast. One by constant
 * weights is {@link FullyConnected}.
 */
public record MatMul(Value left, Value right, Value output, SourceRef source) implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(left, right);
  }

  @Override
  public MatMul with(List<Value> inputs, Value newOutput) {
    return new MatMul(inputs.get(0), inputs.get(1), newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "mat_mul";
  }

  @Override
  public String attributes() {
    return "";
  }

  @Override
  public Shape inferShape() {
    Shape a = left.shape();
    Shape b = right.shape();
    Shapes.require(a.rank() >= 2 && b.rank() >= 2 && a.dim(-1) == b.dim(-2), "%s times %s", a, b);
    List<Integer> dims =
        new ArrayList<>(Shapes.broadcast(Shapes.leading(a, 2), Shapes.leading(b, 2)).dims());
    dims.add(a.dim(-2));
    dims.add(b.dim(-1));
    return new Shape(dims);
  }
}
