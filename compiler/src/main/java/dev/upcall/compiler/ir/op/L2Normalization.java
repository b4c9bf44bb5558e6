package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** x / max(|x|, epsilon) with the Euclidean norm of each row, along the last axis. */
public record L2Normalization(Value input, float epsilon, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public L2Normalization with(List<Value> inputs, Value newOutput) {
    return new L2Normalization(inputs.get(0), epsilon, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "l2_normalization";
  }

  @Override
  public String attributes() {
    return new AttributeText().add("epsilon", epsilon).toString();
  }

  @Override
  public Shape inferShape() {
    Shapes.require(input.shape().rank() >= 1, "l2_normalization of a scalar");
    return input.shape();
  }
}
