package dev.upcall.compiler.quant;

import dev.upcall.compiler.floats.Functions;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.core.tensor.QParams;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one int8 element as the table of its 256 results: what the reference computes and
 * what the C looks up. The arithmetic is that of TFLite's kernels, in integers where they compute
 * in integers and in floats where they fill such a table themselves; sigmoid and tanh to other
 * scales than TFLite's, as models from elsewhere have them, are tables filled from real numbers, so
 * are functions that TFLite has no int8 form of, and a change of scale, which TFLite's two
 * roundings of small numbers get wrong often.
 */
public final class ByteFunction {
  /** Steps of TFLite's fixed outputs: a probability's and a hyperbolic tangent's. */
  private static final QParams PROBABILITY = new QParams(1f / 256, -128);

  private static final QParams SIGNED_UNIT = new QParams(1f / 128, 0);

  private ByteFunction() {}

  /**
   * The results for -128..127, in this order.
   *
   * @throws IllegalArgumentException saying what was found, where the function has no int8 form
   */
  public static byte[] of(Unary op) {
    QParams in = op.input().type().qparams();
    QParams out = op.output().type().qparams();
    return switch (op.kind()) {
      case SIGMOID ->
          out.equals(PROBABILITY)
              ? table(in, FixedPointCurves.sigmoid(in.scale()))
              : reals(in, out, x -> 1 / (1 + Math.exp(-x)));
      case TANH ->
          out.equals(SIGNED_UNIT)
              ? table(in, FixedPointCurves.tanh(in.scale()))
              : reals(in, out, Math::tanh);
      case HARD_SWISH -> table(in, HardSwishScaling.of(in, out)::apply);
      case LEAKY_RELU -> table(in, LeakyScaling.of(in, out, op.alpha())::apply);
      case ABS -> {
        FixedPoint factor = FixedPoint.of(in.scale() / out.scale());
        yield table(in, x -> factor.apply(Math.abs(x)) + out.zeroPoint());
      }
      case ELU -> reals(in, out, x -> x < 0 ? op.alpha() * (exp(x) - 1) : x);
      case EXP -> reals(in, out, ByteFunction::exp);
      case FAKE_QUANTIZE -> reals(in, out, x -> x);
      case GELU -> reals(in, out, x -> 0.5 * x * (1 + Functions.erf(x * Math.sqrt(0.5))));
      case GELU_TANH -> reals(in, out, ByteFunction::geluTanh);
      case NOT -> throw new IllegalArgumentException(op.mnemonic() + " of int8");
      default -> reals(in, out, Functions.of(op));
    };
  }

  /** An integer function of an element less the zero point. */
  interface Steps {
    int apply(int x);
  }

  private static byte[] table(QParams in, Steps function) {
    byte[] table = new byte[256];
    for (int q = -128; q <= 127; q++) {
      table[q + 128] = clamp(function.apply(q - in.zeroPoint()));
    }
    return table;
  }

  /** {@code LUTPopulate} of {@code kernels/internal/common.h}, in floats. */
  private static byte[] reals(QParams in, QParams out, DoubleUnaryOperator function) {
    float inverseScale = 1 / out.scale();
    byte[] table = new byte[256];
    for (int q = -128; q <= 127; q++) {
      float result = (float) function.applyAsDouble(in.dequantize(q)) * inverseScale;
      double rounded = Math.floor(Math.abs((double) result) + 0.5);
      double signed = Math.copySign(Math.min(rounded, 1 << 24), result);
      table[q + 128] = clamp((int) signed + out.zeroPoint());
    }
    return table;
  }

  private static double exp(double x) {
    return (float) Math.exp(x);
  }

  private static double geluTanh(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  private static byte clamp(int value) {
    return (byte) Math.max(-128, Math.min(127, value));
  }
}
