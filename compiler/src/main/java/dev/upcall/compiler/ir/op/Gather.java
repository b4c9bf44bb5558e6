package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Slices along {@code axis} in the order of {@code indices}, whose axes take that axis' place:
 * output[a..., i..., b...] = input[a..., indices[i...], b...]. Constant indices lie in
 * 0..dim(axis)-1. Computed ones count from the end where they are negative, and are then clamped,
 * so that no input reads outside.
 *
 * <p>With constant indices it also is resizing to the nearest element, tiling, broadcasting, and
 * padding by reflection, edge or wrapping around, axis by axis.
 */
public record Gather(Value input, Value indices, int axis, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input, indices);
  }

  @Override
  public Gather with(List<Value> inputs, Value newOutput) {
    return new Gather(inputs.get(0), inputs.get(1), axis, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "gather";
  }

  @Override
  public String attributes() {
    return new AttributeText().add("axis", axis).toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = input.shape();
    Shapes.requireAxis(in, axis);
    Shapes.require(in.dim(axis) > 0, "gather from %s", in);
    List<Integer> dims = new ArrayList<>(in.dims().subList(0, axis));
    dims.addAll(indices.shape().dims());
    dims.addAll(in.dims().subList(axis + 1, in.rank()));
    return new Shape(dims);
  }
}
