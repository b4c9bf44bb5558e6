package dev.upcall.compiler.quant;

import static dev.upcall.compiler.quant.FixedPoint.highMul;
import static dev.upcall.compiler.quant.FixedPoint.roundingDivideByPowerOfTwo;

/**
 * A quotient of two integers times a factor: TFLite's {@code reference_ops::DivElementwise} ({@code
 * kernels/internal/reference/div.h}) with {@code GetReciprocal}. Where TFLite has no result it is
 * that of a divisor of 1 for 0. A last shift of more than 31 bits, which C++ does not define, gives
 * 1 or -1, as it does on Arm: 0 over something may be a step.
 */
final class Quotient {
  private static final int MAX_SHIFT = 31;

  private Quotient() {}

  /** x / y times {@code factor}, rounded. */
  static int of(int x, int y, FixedPoint factor) {
    int dividend = y < 0 ? -x : x;
    int divisor = Math.max(1, Math.abs(y));
    int above = Integer.numberOfLeadingZeros(divisor);
    int reciprocal = GemmlowpMath.reciprocalOfOnePlus((divisor << above) - (1 << 31));
    int headroom = Integer.numberOfLeadingZeros(dividend ^ (dividend >> 31)) - 1;
    int quotient = highMul(dividend << headroom, reciprocal);
    int shift = MAX_SHIFT - above + headroom - factor.shift();
    if (shift > MAX_SHIFT) {
      return dividend < 0 ? -1 : 1;
    }
    int scaled = highMul(quotient, factor.multiplier());
    return shift >= 0 ? roundingDivideByPowerOfTwo(scaled, shift) : up(scaled, -shift);
  }

  /** Saturated: such a quotient is beyond every output. */
  private static int up(int x, int bits) {
    return GemmlowpMath.saturatingShiftLeft(x, bits);
  }
}
