package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.tensor.QParams;
import java.util.List;

/**
 * A function of each element on its own.
 *
 * @param alpha the function's parameter a, 0 if it has none
 * @param beta its parameter b, 0 if it has none
 */
public record Unary(
    UnaryKind kind, Value input, float alpha, float beta, Value output, SourceRef source)
    implements Op {
  /** A function without parameters. */
  public static Unary of(UnaryKind kind, Value input, Value output, SourceRef source) {
    return new Unary(kind, input, 0, 0, output, source);
  }

  /** What brings a value into the quantisation of {@code output}. */
  public static Unary rescaling(Value input, Value output, SourceRef source) {
    QParams steps = output.type().qparams();
    return new Unary(
        UnaryKind.FAKE_QUANTIZE, input, steps.scale(), steps.zeroPoint(), output, source);
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Unary with(List<Value> inputs, Value newOutput) {
    return new Unary(kind, inputs.get(0), alpha, beta, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return kind.irName();
  }

  @Override
  public String attributes() {
    AttributeText text = new AttributeText();
    if (kind.hasAlpha()) {
      text.add("a", alpha);
    }
    if (kind.hasBeta()) {
      text.add("b", beta);
    }
    return text.toString();
  }

  @Override
  public Shape inferShape() {
    DType dtype = input.type().dtype();
    boolean fits =
        input.type().isQuantized()
            || (kind == UnaryKind.NOT
                ? dtype == DType.BOOL
                : dtype == DType.FLOAT32 || (kind.takesIntegers() && dtype != DType.BOOL));
    Shapes.require(fits, "%s of %s elements", kind.irName(), dtype.irName());
    return input.shape();
  }
}
