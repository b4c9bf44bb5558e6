package dev.upcall.compiler.quant;

import static dev.upcall.compiler.quant.FixedPoint.roundingDivideByPowerOfTwo;

import dev.upcall.compiler.quant.ByteFunction.Steps;

/**
 * Sigmoid and tanh in fixed point: TFLite's {@code reference_integer_ops::Logistic} and {@code
 * Tanh} ({@code kernels/internal/reference/integer_ops/logistic.h, tanh.h}); their inputs are
 * Q4.27.
 */
final class FixedPointCurves {
  private static final int INTEGER_BITS = 4;

  private FixedPointCurves() {}

  /** To steps of 1/256 with the zero point -128. */
  static Steps sigmoid(float inputScale) {
    return curve(inputScale, x -> roundingDivideByPowerOfTwo(logistic(x), 31 - 8) - 128);
  }

  /** To steps of 1/128. */
  static Steps tanh(float inputScale) {
    return curve(inputScale, x -> roundingDivideByPowerOfTwo(hyperbolic(x), 31 - 7));
  }

  /** Beyond the radius, at which Q4.27 ends, the result is the last one. */
  private static Steps curve(float inputScale, Steps function) {
    FixedPoint factor = FixedPoint.of((double) inputScale * (1 << (31 - INTEGER_BITS)));
    if (factor.shift() < 0) {
      throw new IllegalArgumentException("an input scale under 2^-27: " + inputScale);
    }
    double greatest = ((1 << INTEGER_BITS) - 1) * (double) (1L << (31 - INTEGER_BITS));
    int radius = (int) Math.floor(greatest / (1L << factor.shift()));
    return x -> {
      if (Math.abs(x) >= radius) {
        return x < 0 ? -128 : 127;
      }
      return function.apply(factor.apply(x));
    };
  }

  /** gemmlowp's {@code logistic}: Q4.27 to Q0.31. */
  private static int logistic(int x) {
    if (x == 0) {
      return 1 << 30;
    }
    int positive = GemmlowpMath.reciprocalOfOnePlus(GemmlowpMath.exp(-Math.abs(x), INTEGER_BITS));
    return x > 0 ? positive : Integer.MAX_VALUE - positive;
  }

  /** gemmlowp's {@code tanh}: Q4.27 to Q0.31; the same bits as Q5.26 are twice the number. */
  private static int hyperbolic(int x) {
    if (x == 0) {
      return 0;
    }
    int positive =
        GemmlowpMath.oneMinusOverOnePlus(GemmlowpMath.exp(-Math.abs(x), INTEGER_BITS + 1));
    return x > 0 ? positive : -positive;
  }
}
