package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Per-channel affine map of [N,...,C] by running statistics; scale, shift, mean, variance are [C].
 */
public record BatchNormalization(
    Value input,
    Value scale,
    Value shift,
    Value mean,
    Value variance,
    float epsilon,
    Value output,
    SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input, scale, shift, mean, variance);
  }

  @Override
  public BatchNormalization with(List<Value> inputs, Value newOutput) {
    return new BatchNormalization(
        inputs.get(0),
        inputs.get(1),
        inputs.get(2),
        inputs.get(3),
        inputs.get(4),
        epsilon,
        newOutput,
        source);
  }

  @Override
  public String mnemonic() {
    return "batch_normalization";
  }

  @Override
  public String attributes() {
    return new AttributeText().add("epsilon", epsilon).toString();
  }

  @Override
  public Shape inferShape() {
    int channels = input.shape().rank() < 2 ? -1 : input.shape().dim(-1);
    for (Value parameter : List.of(scale, shift, mean, variance)) {
      Shapes.require(
          parameter.shape().equals(Shape.of(channels)),
          "statistics of shape %s for input %s",
          parameter.shape(),
          input.shape());
    }
    return input.shape();
  }
}
