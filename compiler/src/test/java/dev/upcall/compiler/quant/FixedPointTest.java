package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedPointTest {
  @Test
  void quantizesAsTflite() {
    assertEquals(new FixedPoint(0, 0), FixedPoint.of(0));
    assertEquals(new FixedPoint(1 << 30, 1), FixedPoint.of(1));
    assertEquals(new FixedPoint(1 << 30, 0), FixedPoint.of(0.5));
    assertEquals(new FixedPoint(1 << 30, -1), FixedPoint.of(0.25));
    assertEquals(new FixedPoint(1717986918, -1), FixedPoint.of(0.4));
    // Rounds up to 2^31 and is halved.
    assertEquals(new FixedPoint(1 << 30, 1), FixedPoint.of(1 - 1e-12));
    // Under 2^-32 there is nothing left after the shift.
    assertEquals(new FixedPoint(0, 0), FixedPoint.of(Math.scalb(1, -33)));
    assertEquals(new FixedPoint(1 << 30, -31), FixedPoint.of(Math.scalb(1, -32)));
  }

  @Test
  void refusesWhatHasNoMultiplier() {
    assertThrows(IllegalArgumentException.class, () -> FixedPoint.of(-0.1));
    assertThrows(IllegalArgumentException.class, () -> FixedPoint.of(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> FixedPoint.of(Double.POSITIVE_INFINITY));
  }

  @Test
  void roundsTiesAwayFromZero() {
    assertEquals(2, FixedPoint.roundingDivideByPowerOfTwo(3, 1));
    assertEquals(-2, FixedPoint.roundingDivideByPowerOfTwo(-3, 1));
    assertEquals(1, FixedPoint.roundingDivideByPowerOfTwo(5, 2));
    assertEquals(-2, FixedPoint.roundingDivideByPowerOfTwo(-6, 2));
    assertEquals(0, FixedPoint.roundingDivideByPowerOfTwo(1 << 29, 31));
    assertEquals(-1, FixedPoint.roundingDivideByPowerOfTwo(Integer.MIN_VALUE, 31));
    assertEquals(7, FixedPoint.roundingDivideByPowerOfTwo(7, 0));
  }

  @Test
  void saturatesTheOneProductThatDoesNotFit() {
    assertEquals(Integer.MAX_VALUE, FixedPoint.highMul(Integer.MIN_VALUE, Integer.MIN_VALUE));
  }

  /** Against gemmlowp's text, with its nudges and its truncating division. */
  @Test
  void highMulIsGemmlowps() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      int a = random.nextInt() >> random.nextInt(31);
      int b = random.nextInt() >> random.nextInt(31);
      long product = (long) a * b;
      long nudge = product >= 0 ? 1 << 30 : 1 - (1 << 30);
      assertEquals((int) ((product + nudge) / (1L << 31)), FixedPoint.highMul(a, b));
    }
  }

  /** Never further from the true product than both roundings together allow. */
  @Test
  void appliesTheFactor() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      double factor = Math.scalb(0.5 + random.nextDouble() / 2, -random.nextInt(20));
      int x = random.nextInt() >> 4;
      FixedPoint point = FixedPoint.of(factor);
      BigDecimal exact =
          new BigDecimal(BigInteger.valueOf(x))
              .multiply(BigDecimal.valueOf(point.multiplier()))
              .multiply(new BigDecimal(Math.scalb(1.0, point.shift() - 31)));
      BigDecimal error = exact.subtract(BigDecimal.valueOf(point.apply(x))).abs();
      assertTrue(error.compareTo(BigDecimal.ONE) <= 0, point + " times " + x);
    }
  }
}
