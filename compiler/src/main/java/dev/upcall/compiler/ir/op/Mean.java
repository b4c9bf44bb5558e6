package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** Mean over axes; global average pooling is Mean over H and W. */
public record Mean(
    Value input, List<Integer> axes, boolean keepDims, Value output, SourceRef source)
    implements Op, OverAxes {
  public Mean {
    axes = List.copyOf(axes);
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Mean with(List<Value> inputs, Value newOutput) {
    return new Mean(inputs.get(0), axes, keepDims, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "mean";
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
    return Shapes.reduced(input.shape(), axes, keepDims);
  }

  @Override
  public boolean keepsAxes() {
    return keepDims;
  }

  @Override
  public Mean along(Value newInput, List<Integer> newAxes, Value newOutput) {
    return new Mean(newInput, newAxes, keepDims, newOutput, source);
  }
}
