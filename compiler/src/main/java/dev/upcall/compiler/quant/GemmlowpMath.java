package dev.upcall.compiler.quant;

import static dev.upcall.compiler.quant.FixedPoint.highMul;
import static dev.upcall.compiler.quant.FixedPoint.roundingDivideByPowerOfTwo;

/** Fixed-point functions of gemmlowp's {@code fixedpoint/fixedpoint.h}, on raw int32. */
public final class GemmlowpMath {
  /** exp(-2^k) in Q0.31 for k = -2..4: the factors of the barrel shifter. */
  private static final int[] EXP_FACTORS = {
    1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242
  };

  private static final int EXP_MINUS_ONE_EIGHTH = 1895147668;
  private static final int ONE_THIRD = 715827883;
  private static final int Q2_ONE = 1 << 29;
  private static final int Q2_48_OVER_17 = 1515870810;
  private static final int Q2_MINUS_32_OVER_17 = -1010580540;

  private static final int LOG_OF_TWO = 1488522236;
  private static final int ROOT_OF_HALF = 1518500250;
  private static final int FOURTH_ROOT_OF_HALF = 1805811301;
  private static final int Q6_QUARTER = 1 << 23;

  /** With r = 2^(1/4): 11 r / 240, r / 20, 2 / r - r, and r / 4, in Q0.31. */
  private static final int LOG_NUMERATOR = 117049297;

  private static final int LOG_SQUARE = 127690142;
  private static final int LOG_CONSTANT = 1057819769;
  private static final int LOG_LINEAR = 638450708;

  private GemmlowpMath() {}

  /**
   * {@code exp_on_negative_values}: e^x.
   *
   * @param x with {@code integerBits} before the point, at most 0
   * @param integerBits 4 or 5
   * @return Q0.31
   */
  public static int exp(int x, int integerBits) {
    if (x == 0) {
      return Integer.MAX_VALUE;
    }
    int quarter = 1 << (29 - integerBits);
    int modQuarter = (x & (quarter - 1)) - quarter;
    // To Q0.31: the value lies in [-1/4, 0), so that the integer bits are not needed.
    int result = expBetweenMinusQuarterAndZero(modQuarter << integerBits);
    int remainder = modQuarter - x;
    for (int i = 0; i < integerBits + 2; i++) {
      if ((remainder & quarter << i) != 0) {
        result = highMul(result, EXP_FACTORS[i]);
      }
    }
    return result;
  }

  /**
   * {@code one_over_one_plus_x_for_x_in_0_1}: 1 / (1 + x).
   *
   * @param x Q0.31, in [0, 1)
   * @return Q0.31
   */
  public static int reciprocalOfOnePlus(int x) {
    return saturatingShiftLeft(twiceReciprocal(x), 1);
  }

  /**
   * {@code one_minus_x_over_one_plus_x_for_x_in_0_1}: (1 - x) / (1 + x).
   *
   * @param x Q0.31, in [0, 1)
   * @return Q0.31
   */
  static int oneMinusOverOnePlus(int x) {
    return saturatingShiftLeft(twiceReciprocal(x) - Q2_ONE, 2);
  }

  /**
   * The natural logarithm, by a rational function around 2^(k-1/4): TFLite's {@code
   * log_x_for_x_greater_than_or_equal_to_1} ({@code kernels/internal/common.h}).
   *
   * @param x Q12.19, above 0
   * @return Q5.26
   */
  public static int log(int x) {
    int upper = Integer.numberOfLeadingZeros(x);
    int upperPart = saturatingShiftLeft(highMul(x << (upper - 1), ROOT_OF_HALF), 1);
    int upperPower = (12 - upper << 25) + Q6_QUARTER;
    int lower = Integer.numberOfLeadingZeros(highMul(x, ROOT_OF_HALF)) - 1;
    int lowerPart = saturatingShiftLeft(x, lower);
    int lowerPower = (12 - lower << 25) - Q6_QUARTER;
    int part = Math.min(upperPart, lowerPart);
    int power = Math.max(upperPower, lowerPower);

    int half = (int) (((long) part + FOURTH_ROOT_OF_HALF + 1) >> 1);
    int q = 2 * (part - FOURTH_ROOT_OF_HALF);
    int square = highMul(q, q);
    int numerator = highMul(q, part) + highMul(highMul(q, square), LOG_NUMERATOR);
    int denominator =
        highMul(half, LOG_CONSTANT + q + highMul(LOG_SQUARE, square)) + highMul(LOG_LINEAR, q);
    int quotient =
        highMul(roundingDivideByPowerOfTwo(numerator, 6), reciprocalOfOnePlus(denominator));
    return saturatingShiftLeft(highMul(power, LOG_OF_TWO) + quotient, 1);
  }

  /** 2 / (1 + x) in Q2.29, by three Newton-Raphson steps. */
  private static int twiceReciprocal(int x) {
    int halfDenominator = (int) (((long) x + Integer.MAX_VALUE + 1) >> 1);
    int y = Q2_48_OVER_17 + highMul(halfDenominator, Q2_MINUS_32_OVER_17);
    for (int i = 0; i < 3; i++) {
      int error = Q2_ONE - highMul(halfDenominator, y);
      y += saturatingShiftLeft(highMul(y, error), 2);
    }
    return y;
  }

  /** Taylor expansion around -1/8; x in Q0.31. */
  private static int expBetweenMinusQuarterAndZero(int x) {
    int a = x + (1 << 28);
    int a2 = highMul(a, a);
    int a3 = highMul(a2, a);
    int a4 = highMul(a2, a2);
    int a4Over4 = roundingDivideByPowerOfTwo(a4, 2);
    int tail = roundingDivideByPowerOfTwo(highMul(a4Over4 + a3, ONE_THIRD) + a2, 1);
    return EXP_MINUS_ONE_EIGHTH + highMul(EXP_MINUS_ONE_EIGHTH, a + tail);
  }

  static int saturatingShiftLeft(int x, int bits) {
    long shifted = (long) x << bits;
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, shifted));
  }
}
