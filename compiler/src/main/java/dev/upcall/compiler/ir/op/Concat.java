package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Operands one behind the other along {@code axis}; all other axes are alike. */
public record Concat(List<Value> inputs, int axis, Value output, SourceRef source) implements Op {
  public Concat {
    inputs = List.copyOf(inputs);
  }

  @Override
  public Concat with(List<Value> newInputs, Value newOutput) {
    return new Concat(newInputs, axis, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "concat";
  }

  @Override
  public String attributes() {
    return new AttributeText().add("axis", axis).toString();
  }

  @Override
  public Shape inferShape() {
    Shapes.require(!inputs.isEmpty(), "concatenation of nothing");
    Shape first = inputs.get(0).shape();
    Shapes.requireAxis(first, axis);
    List<Integer> dims = new ArrayList<>(first.dims());
    int length = 0;
    for (Value input : inputs) {
      Shape shape = input.shape();
      Shapes.require(shape.rank() == first.rank(), "%s beside %s", shape, first);
      dims.set(axis, shape.dim(axis));
      Shapes.require(dims.equals(shape.dims()), "%s beside %s along axis %d", shape, first, axis);
      length = Math.addExact(length, shape.dim(axis));
    }
    dims.set(axis, length);
    return new Shape(dims);
  }
}
