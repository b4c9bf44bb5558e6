package dev.upcall.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class QParamsTest {
  @Test
  void coversTheRange() {
    QParams qparams = QParams.ofRange(-1, 1);
    assertEquals(2f / 255, qparams.scale());
    assertEquals(0, qparams.zeroPoint());
    assertEquals(127, qparams.quantize(5));
    assertEquals(-128, qparams.quantize(-5));
    assertEquals(-128, QParams.ofRange(0.5, 1).zeroPoint());
    assertEquals(127, QParams.ofRange(-3, -1).zeroPoint());
    assertEquals(1f / 255, QParams.ofRange(0, 0).scale());
  }

  @Test
  void roundsTiesAwayFromZero() {
    QParams qparams = new QParams(1, 0);
    assertEquals(1, qparams.quantize(0.5f));
    assertEquals(-1, qparams.quantize(-0.5f));
    assertEquals(3, qparams.quantize(2.5f));
    // The float just under a half, to which adding a half in float gives one.
    assertEquals(0, qparams.quantize(0.49999997f));
    assertEquals(0, qparams.quantize(-0.49999997f));
  }

  @Test
  void undoesItselfOnEveryStep() {
    QParams qparams = QParams.ofRange(-0.37, 2.11);
    for (int q = -128; q < 128; q++) {
      assertEquals(q, qparams.quantize(qparams.dequantize(q)));
    }
  }

  @Test
  void refusesScalesThatAreNone() {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new QParams(scale, 0));
    }
  }
}
