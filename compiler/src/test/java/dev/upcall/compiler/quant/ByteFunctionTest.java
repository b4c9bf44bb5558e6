package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.floats.Functions;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.tensor.QParams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A function that TFLite has no int8 form of is within half a step of what it is of floats. */
class ByteFunctionTest {
  /** From 0.04 to 10.2, where all of them have values. */
  private static final QParams INPUT = new QParams(0.04f, -129);

  private static final QParams OUTPUT = new QParams(0.1f, 0);

  @ParameterizedTest
  @EnumSource(
      names = {
        "CEIL",
        "CELU",
        "CLIP",
        "ERF",
        "FLOOR",
        "HARD_SIGMOID",
        "LOG",
        "MISH",
        "NEG",
        "RECIPROCAL",
        "ROUND",
        "RSQRT",
        "SELU",
        "SIGN",
        "SOFTPLUS",
        "SOFTSIGN",
        "SQRT",
        "THRESHOLDED_RELU"
      })
  void isWithinHalfAStep(UnaryKind kind) {
    Unary op = new Unary(kind, value(INPUT), 0.5f, 2, value(OUTPUT), source());
    byte[] table = ByteFunction.of(op);
    for (int q = -128; q <= 127; q++) {
      double exact = Functions.of(op).applyAsDouble(INPUT.dequantize(q));
      double kept = Math.max(-12.8, Math.min(12.7, exact));
      assertEquals(kept, OUTPUT.dequantize(table[q + 128]), 0.0501, kind + " of " + q);
    }
  }

  private static Value value(QParams qparams) {
    return new Value(0, "x", TensorType.quantized(DType.INT8, Shape.of(1), qparams));
  }

  private static SourceRef source() {
    return new SourceRef("made.onnx", 0, "node", "Function");
  }
}
