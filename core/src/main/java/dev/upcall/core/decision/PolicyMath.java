package dev.upcall.core.decision;

/**
 * The elementary functions of policies: float32 polynomials and bit tricks in a fixed order, so
 * that the translation to C computes the same bits on every machine with IEEE single precision,
 * with or without an FPU. {@link Math}'s are not: their last bit is the platform's choice.
 *
 * <p>exp and log follow the single precision routines of Cephes (S. L. Moshier, expf.c, logf.c):
 * its range reduction and minimax coefficients.
 */
public final class PolicyMath {
  private static final float LOG2_E = 1.44269504f;

  /**
   * ln 2 in two parts: the first has 10 significant bits, so that its small multiples are exact.
   */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the significand. */
  private static final float ROUNDER = 12582912f;

  private static final int ROUNDER_BITS = 0x4B400000;

  private PolicyMath() {}

  /**
   * e^x, within 1 unit in the last place for -87 &lt;= x &lt;= 88. Below that 0 (no subnormals),
   * above it infinity; NaN stays NaN. exp(0) is exactly 1, and it never decreases where x grows.
   */
  public static float exp(float x) {
    if (!(x >= -87f)) {
      return x < -87f ? 0f : x;
    }
    if (x > 88f) {
      return Float.POSITIVE_INFINITY;
    }
    float rounded = x * LOG2_E + ROUNDER;
    int n = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
    float multiple = rounded - ROUNDER;
    float r = x - multiple * LN2_HIGH - multiple * LN2_LOW;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    float y = p * (r * r) + r + 1f;
    return y * Float.intBitsToFloat((n + 127) << 23);
  }

  /**
   * Natural logarithm, within 1 unit in the last place for all positive floats. log(0) is negative
   * infinity, of a negative number NaN, log(1) exactly 0.
   */
  public static float log(float x) {
    if (!(x > 0f)) {
      return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    if (x > Float.MAX_VALUE) {
      return x;
    }
    int exponent = 0;
    float normal = x;
    if (x < Float.MIN_NORMAL) {
      normal = x * 8388608f;
      exponent = -23;
    }
    int bits = Float.floatToRawIntBits(normal);
    exponent += (bits >> 23) - 126;
    float m = Float.intBitsToFloat((bits & 0x007FFFFF) | 0x3F000000); // in [0.5, 1)
    if (m < 0.70710678f) {
      exponent -= 1;
      m = m + m;
    }
    float f = m - 1f;
    float z = f * f;
    float p = 7.0376836292e-2f;
    p = p * f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    float y = p * f * z;
    y += LN2_LOW * exponent;
    y -= 0.5f * z;
    return f + y + LN2_HIGH * exponent;
  }

  /**
   * Square root, within 1 unit in the last place for all positive floats; 0 and infinity are
   * themselves, of a negative number NaN. Halved exponent, then Heron's steps, each of which
   * doubles the number of right bits.
   */
  public static float sqrt(float x) {
    if (!(x > 0f)) {
      return x == 0f ? x : Float.NaN;
    }
    if (x > Float.MAX_VALUE) {
      return x;
    }
    float normal = x < Float.MIN_NORMAL ? x * 16777216f : x;
    float y = Float.intBitsToFloat((Float.floatToRawIntBits(normal) >> 1) + 0x1FBD1DF5);
    y = 0.5f * (y + normal / y);
    y = 0.5f * (y + normal / y);
    y = 0.5f * (y + normal / y);
    return x < Float.MIN_NORMAL ? y * 2.44140625e-4f : y;
  }

  /** The greatest whole number not above x; from 2^23 on, and for NaN, x itself. */
  public static float floor(float x) {
    if (!(Math.abs(x) < 8388608f)) {
      return x;
    }
    float whole = (int) x;
    return whole > x ? whole - 1f : whole;
  }

  /** x, or the bound it lies beyond; the lower one for NaN. */
  public static float clamp(float x, float low, float high) {
    if (!(x >= low)) {
      return low;
    }
    return x <= high ? x : high;
  }

  /** x, or the bound it lies beyond. */
  public static int clamp(int x, int low, int high) {
    if (x < low) {
      return low;
    }
    return x <= high ? x : high;
  }

  /**
   * The next state of a random generator of period 2^32 - 1 (G. Marsaglia, Xorshift RNGs, 2003; the
   * triple 13, 17, 5). 0 would stay 0, and becomes 1.
   */
  public static int random(int state) {
    int x = state == 0 ? 1 : state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x;
  }

  /** The state of a {@link #random} generator as a number from 0 up to, but not, 1. */
  public static float uniform(int state) {
    return (state >>> 8) * 5.9604644775390625e-8f;
  }
}
