package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;

/**
 * x relu6(x + 3) / 6 in 16 bits. TFLite's {@code reference_ops::HardSwish} ({@code
 * kernels/internal/reference/hard_swish.h}) and {@code HardSwishPrepare}.
 */
record HardSwishScaling(
    int outputMultiplier,
    int outputExponent,
    int reluishMultiplier,
    int reluishExponent,
    int outputZero) {
  /** The input's steps are shifted up by 7 bits, of which half a step is the rounding's. */
  private static final int INPUT_SHIFT = 7;

  private static final float RELUISH_SCALE = 3f / 32768;

  /**
   * @throws IllegalArgumentException if the output's step is finer than the shifted input's
   */
  static HardSwishScaling of(QParams in, QParams out) {
    float fine = 1f / (1 << INPUT_SHIFT) * in.scale();
    FixedPoint output = FixedPoint.of(fine / out.scale());
    FixedPoint reluish = FixedPoint.of(fine / RELUISH_SCALE);
    if (output.shift() > 0) {
      throw new IllegalArgumentException("a hard swish to a scale under 1/128 of its input's");
    }
    return new HardSwishScaling(
        output.shortMultiplier(),
        output.shift(),
        reluish.shortMultiplier(),
        reluish.shift(),
        out.zeroPoint());
  }

  /** {@code x}, less its zero point, in steps of the output; not clamped. */
  int apply(int x) {
    int fine = x * (1 << INPUT_SHIFT);
    int scaled = roundingHighMul(fine, outputMultiplier);
    int reluish = fine;
    if (reluishExponent > 0) {
      // From 15 bits on everything but 0 saturates.
      reluish = saturate(reluish << Math.min(15, reluishExponent - 1));
    }
    reluish = roundingHighMul(reluish, reluishMultiplier);
    if (reluishExponent > 0) {
      reluish = saturate(reluish << 1);
    } else {
      reluish = FixedPoint.roundingDivideByPowerOfTwo(reluish, -reluishExponent);
    }
    reluish = (reluish + (1 << 15)) >> 1;
    int product = reluish * scaled / (1 << 15);
    return FixedPoint.roundingDivideByPowerOfTwo(product, -outputExponent) + outputZero;
  }

  /** gemmlowp's SaturatingRoundingDoublingHighMul of 16 bits; {@code b} is not negative. */
  private static int roundingHighMul(int a, int b) {
    int product = a * b;
    return (product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15);
  }

  private static int saturate(int x) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, x));
  }
}
