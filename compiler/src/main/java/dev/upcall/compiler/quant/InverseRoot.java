package dev.upcall.compiler.quant;

import static dev.upcall.compiler.quant.FixedPoint.highMul;

/**
 * 1 / sqrt(x) of a sum of squares as a factor, by five Newton-Raphson steps in Q3.28 that begin at
 * 1: TFLite's {@code GetInvSqrtQuantizedMultiplierExp} ({@code kernels/internal/common.h}).
 */
public final class InverseRoot {
  private static final int ONE = 1 << 28;
  private static final int THREE_HALVES = ONE + ONE / 2;
  private static final int HALF_ROOT_OF_TWO = 1518500250;
  private static final int STEPS = 5;

  private InverseRoot() {}

  /**
   * @param sum at least 0; 0 counts as 1
   * @param shift added to the result's, e.g. 7 for steps of 1/128
   */
  public static FixedPoint of(int sum, int shift) {
    if (sum <= 1) {
      return new FixedPoint(Integer.MAX_VALUE, shift);
    }
    int x = sum;
    int right = 11;
    while (x >= 1 << 29) {
      x /= 4;
      right++;
    }
    int pairs = (Integer.numberOfLeadingZeros(x) - 1) / 2 - 1;
    right -= pairs;
    x <<= 2 * pairs;
    int multiplier = highMul(root(x >> 1), HALF_ROOT_OF_TWO);
    if (right < 0) {
      multiplier <<= -right;
      right = 0;
    }
    return new FixedPoint(multiplier, shift - right);
  }

  /**
   * @param input Q3.28
   */
  private static int root(int input) {
    int half = FixedPoint.roundingDivideByPowerOfTwo(input, 1);
    int x = ONE;
    for (int i = 0; i < STEPS; i++) {
      int cube = GemmlowpMath.saturatingShiftLeft(highMul(highMul(x, x), x), 6);
      x = GemmlowpMath.saturatingShiftLeft(highMul(THREE_HALVES, x) - highMul(half, cube), 3);
    }
    return x;
  }
}
