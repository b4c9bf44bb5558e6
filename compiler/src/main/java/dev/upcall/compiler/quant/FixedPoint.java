package dev.upcall.compiler.quant;

/**
 * A positive real factor as a Q31 multiplier and a power of two: factor = multiplier *
 * 2^(shift-31).
 *
 * <p>The arithmetic of TensorFlow Lite's reference kernels with double rounding: {@code
 * QuantizeMultiplier} in {@code kernels/internal/quantization_util.cc}, {@code
 * MultiplyByQuantizedMultiplier} in {@code kernels/internal/common.cc}, both without {@code
 * TFLITE_SINGLE_ROUNDING}; the two steps are gemmlowp's {@code SaturatingRoundingDoublingHighMul}
 * and {@code RoundingDivideByPOT} ({@code fixedpoint/fixedpoint.h}).
 *
 * @param multiplier 0..2^31-1; {@link #of} gives 0 or at least 2^30
 * @param shift &gt; 0 shifts left before the multiplication, &lt; 0 right after it; -31..31
 */
public record FixedPoint(int multiplier, int shift) {
  public FixedPoint {
    if (multiplier < 0) {
      throw new IllegalArgumentException("multiplier is not negative: " + multiplier);
    }
    if (shift < -31 || shift > 31) {
      throw new IllegalArgumentException("shift is in -31..31: " + shift);
    }
  }

  /**
   * The nearest multiplier to {@code factor}. Factors under 2^-32 become 0, as in TFLite.
   *
   * @param factor finite, not negative, under 2^31
   */
  public static FixedPoint of(double factor) {
    if (!(factor >= 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("factor is finite and not negative: " + factor);
    }
    if (factor == 0) {
      return new FixedPoint(0, 0);
    }
    int shift = Math.getExponent(factor) + 1;
    long fraction = Math.round(Math.scalb(factor, 31 - shift));
    if (fraction == 1L << 31) {
      fraction /= 2;
      shift++;
    }
    if (shift < -31) {
      return new FixedPoint(0, 0);
    }
    return new FixedPoint((int) fraction, shift);
  }

  /** {@code x} times the factor, rounded twice. Left shifts wrap, as they do on the targets. */
  public int apply(int x) {
    int left = Math.max(shift, 0);
    int right = Math.max(-shift, 0);
    return roundingDivideByPowerOfTwo(highMul(x << left, multiplier), right);
  }

  /**
   * A 64-bit accumulator times the factor, whose multiplier is first rounded to 15 bits: the other
   * {@code MultiplyByQuantizedMultiplier}, of int16 activations.
   *
   * @param x -2^47..2^47-1
   */
  public int apply(long x) {
    int totalShift = 15 - shift;
    return (int) ((x * shortMultiplier() + (1L << (totalShift - 1))) >> totalShift);
  }

  /** The multiplier in Q15. */
  public int shortMultiplier() {
    return multiplier < 0x7fff0000 ? (multiplier + (1 << 15)) >> 16 : 0x7fff;
  }

  /**
   * gemmlowp's SaturatingRoundingDoublingHighMul: round(a * b / 2^31), ties towards +infinity.
   *
   * <p>gemmlowp nudges by 2^30 or 1 - 2^30 and truncates; for every sign that is the floor taken
   * here.
   */
  public static int highMul(int a, int b) {
    if (a == Integer.MIN_VALUE && b == Integer.MIN_VALUE) {
      return Integer.MAX_VALUE;
    }
    return (int) (((long) a * b + (1L << 30)) >> 31);
  }

  /**
   * gemmlowp's RoundingDivideByPOT: round(x / 2^exponent), ties away from zero.
   *
   * @param exponent 0..31
   */
  public static int roundingDivideByPowerOfTwo(int x, int exponent) {
    int mask = (int) ((1L << exponent) - 1);
    int remainder = x & mask;
    int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    // A shift by 31 leaves a mask with the top bit clear, so the comparison is signed throughout.
    return (x >> exponent) + (remainder > threshold ? 1 : 0);
  }
}
