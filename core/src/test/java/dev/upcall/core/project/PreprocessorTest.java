package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.project.Manifest.InputSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessorTest {
  private static Preprocessor of(
      List<Integer> shape, int min, int max, List<Float> scale, List<Float> offset) {
    return new Preprocessor(new InputSpec(shape, min, max, scale, offset, "frame"));
  }

  @Test
  void mapsPlainBytesOneToOne() {
    Preprocessor preprocessor = of(List.of(4), 0, 255, List.of(1 / 255f), List.of(0f));
    byte[] table = preprocessor.table(0);
    for (int raw = 0; raw < 256; raw++) {
      assertEquals(raw - 128, table[raw]);
    }
    assertArrayEquals(
        new byte[] {-128, -127, 0, 127},
        preprocessor.quantize(new byte[] {0, 1, (byte) 128, (byte) 255}));
    assertEquals(1, preprocessor.tables());
  }

  @Test
  void usesATablePerChannelAndOneQuantisation() {
    Preprocessor preprocessor = of(List.of(1, 2, 2), 0, 255, List.of(1f, 2f), List.of(0f, -255f));
    // Channel 0 spans 0..255 and channel 1 -255..255, so the input spans -255..255.
    assertEquals(2f, preprocessor.qparams().scale());
    assertEquals(2, preprocessor.tables());
    byte[] int8 = preprocessor.quantize(new byte[] {0, 0, (byte) 255, (byte) 255});
    assertArrayEquals(
        new byte[] {
          preprocessor.table(0)[0],
          preprocessor.table(1)[0],
          preprocessor.table(0)[255],
          preprocessor.table(1)[255]
        },
        int8);
    float[] reals = preprocessor.dequantize(int8);
    assertEquals(0, reals[0]);
    assertEquals(-255, reals[1], 1);
    assertEquals(255, reals[2], 1);
    assertEquals(255, reals[3], 1);
  }

  @Test
  void extendsTheRangeToHoldZero() {
    Preprocessor preprocessor = of(List.of(1), 0, 255, List.of(0.01f), List.of(1f));
    assertEquals(-128, preprocessor.qparams().zeroPoint());
    assertEquals(3.55f / 255, preprocessor.qparams().scale(), 1e-6f);
  }

  @Test
  void invertsWithANegativeScale() {
    Preprocessor preprocessor = of(List.of(1), 0, 255, List.of(-1 / 255f), List.of(1f));
    assertEquals(127, preprocessor.table(0)[0]);
    assertEquals(-128, preprocessor.table(0)[255]);
  }

  @Test
  void saturatesOutsideTheRange() {
    Preprocessor preprocessor = of(List.of(1), 0, 16, List.of(0.0625f), List.of(0f));
    assertEquals(127, preprocessor.table(0)[17]);
    assertEquals(127, preprocessor.table(0)[255]);
  }

  @Test
  void errsByHalfAStepAtMost() {
    Preprocessor preprocessor =
        of(
            List.of(1, 1, 3),
            0,
            255,
            List.of(0.0158768f, 0.016105f, 0.0149907f),
            List.of(-1.9895f, -1.9803f, -1.7068f));
    float step = preprocessor.qparams().scale();
    float[] scale = {0.0158768f, 0.016105f, 0.0149907f};
    float[] offset = {-1.9895f, -1.9803f, -1.7068f};
    for (int channel = 0; channel < 3; channel++) {
      for (int raw = 0; raw < 256; raw++) {
        float real = raw * scale[channel] + offset[channel];
        float back = preprocessor.qparams().dequantize(preprocessor.table(channel)[raw]);
        // At the very ends the rounded zero point can cost up to another half step.
        assertEquals(real, back, step * 1.001f);
      }
    }
  }

  @Test
  void refusesASampleOfAnotherSize() {
    Preprocessor preprocessor = of(List.of(4), 0, 255, List.of(1f), List.of(0f));
    assertThrows(IllegalArgumentException.class, () -> preprocessor.quantize(new byte[3]));
  }
}
