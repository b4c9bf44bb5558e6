package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Constant padding; padding[axis] = before, after. */
public record Pad(
    Value input, List<Pad.Extent> padding, float value, Value output, SourceRef source)
    implements Op {
  public Pad {
    padding = List.copyOf(padding);
  }

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

  @Override
  public String mnemonic() {
    return "pad";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .add(
            "padding",
            padding.stream()
                .map(extent -> extent.before() + ":" + extent.after())
                .collect(Collectors.joining(",")))
        .addUnless(0f, "value", value)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = input.shape();
    Shapes.require(padding.size() == in.rank(), "%d paddings for %s", padding.size(), in);
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      Extent extent = padding.get(axis);
      dims.add(Math.addExact(in.dim(axis), Math.addExact(extent.before(), extent.after())));
    }
    return new Shape(dims);
  }
}
