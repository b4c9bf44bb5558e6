package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;
import java.util.Locale;

/**
 * Where along one axis the largest or smallest element stands.
 *
 * @param last of equal elements the last instead of the first
 * @param index the result's element type, an integer
 */
public record ArgReduce(
    ArgReduce.Kind kind,
    Value input,
    int axis,
    boolean keepDims,
    boolean last,
    DType index,
    Value output,
    SourceRef source)
    implements Op, OverAxes {
  /** What is looked for. */
  public enum Kind {
    MAX,
    MIN
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public ArgReduce with(List<Value> inputs, Value newOutput) {
    return new ArgReduce(kind, inputs.get(0), axis, keepDims, last, index, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "arg_" + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .add("axis", axis)
        .addUnless(false, "keepDims", keepDims)
        .addUnless(false, "last", last)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = input.shape();
    Shape out = Shapes.reduced(in, List.of(axis), keepDims);
    Shapes.require(in.dim(axis) > 0, "%s along the empty axis %d of %s", mnemonic(), axis, in);
    return out;
  }

  @Override
  public DType inferDType() {
    return index;
  }

  @Override
  public List<Integer> axes() {
    return List.of(axis);
  }

  @Override
  public boolean keepsAxes() {
    return keepDims;
  }

  @Override
  public ArgReduce along(Value newInput, List<Integer> newAxes, Value newOutput) {
    return new ArgReduce(kind, newInput, newAxes.get(0), keepDims, last, index, newOutput, source);
  }
}
