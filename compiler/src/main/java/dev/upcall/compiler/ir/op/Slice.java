package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * A regular part of a tensor: output[i, ...] = input[starts[0] + i * steps[0], ...]. Every axis has
 * its entry, steps may be negative, and no index leaves the operand: the importers clamp what their
 * format lets run out of it.
 */
public record Slice(
    Value input,
    List<Integer> starts,
    List<Integer> steps,
    List<Integer> sizes,
    Value output,
    SourceRef source)
    implements Op {
  public Slice {
    starts = List.copyOf(starts);
    steps = List.copyOf(steps);
    sizes = List.copyOf(sizes);
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Slice with(List<Value> inputs, Value newOutput) {
    return new Slice(inputs.get(0), starts, steps, sizes, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "slice";
  }

  @Override
  public String attributes() {
    boolean plain = steps.stream().allMatch(step -> step == 1);
    AttributeText text = new AttributeText().add("starts", AttributeText.list(starts));
    return (plain ? text : text.add("steps", AttributeText.list(steps))).toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = input.shape();
    Shapes.require(
        starts.size() == in.rank() && steps.size() == in.rank() && sizes.size() == in.rank(),
        "starts %s, steps %s, sizes %s of %s",
        starts,
        steps,
        sizes,
        in);
    for (int axis = 0; axis < in.rank(); axis++) {
      long first = starts.get(axis);
      long last = first + (long) steps.get(axis) * (sizes.get(axis) - 1L);
      boolean inside =
          Math.min(first, last) >= 0
              && Math.max(first, last) < in.dim(axis)
              && steps.get(axis) != 0;
      Shapes.require(
          sizes.get(axis) == 0 || (sizes.get(axis) > 0 && inside),
          "axis %d of %s from %d in %d steps of %d",
          axis,
          in,
          first,
          sizes.get(axis),
          steps.get(axis));
    }
    return new Shape(sizes);
  }
}
