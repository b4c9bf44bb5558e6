package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * (x - mean) / sqrt(variance + epsilon), both over the given axes of this very input: what layer,
 * instance and group normalisation have in common. Their scale and shift are operators behind it.
 */
public record Standardize(
    Value input, List<Integer> axes, float epsilon, Value output, SourceRef source)
    implements Op, OverAxes {
  public Standardize {
    axes = List.copyOf(axes);
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Standardize with(List<Value> inputs, Value newOutput) {
    return new Standardize(inputs.get(0), axes, epsilon, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "standardize";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .add("axes", AttributeText.list(axes))
        .add("epsilon", epsilon)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shapes.reduced(input.shape(), axes, true); // for its check of the axes
    return input.shape();
  }

  @Override
  public boolean keepsAxes() {
    return true;
  }

  @Override
  public Standardize along(Value newInput, List<Integer> newAxes, Value newOutput) {
    return new Standardize(newInput, newAxes, epsilon, newOutput, source);
  }
}
