package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** All elements along some axes made one; {@link Mean} is an operator of its own. */
public record Reduce(
    ReduceKind kind,
    Value input,
    List<Integer> axes,
    boolean keepDims,
    Value output,
    SourceRef source)
    implements Op, OverAxes {
  public Reduce {
    axes = List.copyOf(axes);
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Reduce with(List<Value> inputs, Value newOutput) {
    return new Reduce(kind, inputs.get(0), axes, keepDims, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return kind.irName();
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .add("axes", AttributeText.list(axes))
        .addUnless(false, "keepDims", keepDims)
        .toString();
  }

  @Override
  public Shape inferShape() {
    DType dtype = input.type().dtype();
    boolean fits =
        input.type().isQuantized() || dtype == DType.FLOAT32 || kind.takes(dtype == DType.BOOL);
    Shapes.require(fits, "%s of %s elements", kind.irName(), dtype.irName());
    return Shapes.reduced(input.shape(), axes, keepDims);
  }

  @Override
  public boolean keepsAxes() {
    return keepDims;
  }

  @Override
  public Reduce along(Value newInput, List<Integer> newAxes, Value newOutput) {
    return new Reduce(kind, newInput, newAxes, keepDims, newOutput, source);
  }
}
