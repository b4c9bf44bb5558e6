package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Unary;
import java.util.function.DoubleUnaryOperator;

/** Functions that {@link Math} does not have, to within a few units of double's last place. */
public final class Functions {
  /** From here on erf differs from 1 by less than float's, and nearly double's, resolution. */
  private static final double ERF_IS_ONE = 6;

  private Functions() {}

  /** The function of floats that {@code op} is. */
  public static DoubleUnaryOperator of(Unary op) {
    return UnaryFloat.floats(op);
  }

  /**
   * The error function, by the series 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1))
   * (Abramowitz and Stegun 7.1.6), all of whose terms have x's sign.
   */
  public static double erf(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Math.abs(x) >= ERF_IS_ONE) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum) / 2; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** log(1 + exp(x)), without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** What {@code FAKE_QUANTIZE} makes of {@code x}, each step in float as in C. */
  static float fakeQuantize(float x, float scale, float zeroPoint) {
    float steps = (float) Math.rint(x / scale) + zeroPoint;
    return (Math.min(Math.max(steps, -128f), 127f) - zeroPoint) * scale;
  }

  /** Hendrycks and Gimpel's approximation (arXiv:1606.08415). */
  static double geluByTanh(double x) {
    return x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
  }
}
