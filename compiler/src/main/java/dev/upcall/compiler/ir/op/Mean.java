package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Mean over axes; global average pooling is Mean over H and W. */
public record Mean(
    Value input, List<Integer> axes, boolean keepDims, Value output, SourceRef source)
    implements Op {
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
        .add("axes", axes.stream().map(String::valueOf).collect(Collectors.joining(",")))
        .addUnless(false, "keepDims", keepDims)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = input.shape();
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(in.dim(axis));
      } else if (keepDims) {
        dims.add(1);
      }
    }
    return new Shape(dims);
  }
}
