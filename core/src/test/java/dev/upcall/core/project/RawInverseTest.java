package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Manifest.InputSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawInverseTest {
  private static InputSpec input(
      int channels, int rawMin, int rawMax, List<Float> scale, List<Float> offset) {
    int pixels = rawMax - rawMin + 1;
    return new InputSpec(List.of(1, pixels, channels), rawMin, rawMax, scale, offset, "frame");
  }

  /** Every raw value of the range in every channel. */
  private static byte[] allRaw(InputSpec input) {
    byte[] raw = new byte[input.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (input.rawMin() + i / input.channels());
    }
    return raw;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 255, 0.00392157, 0",
    "0, 255, 0.0078431, -1",
    "0, 255, -1, 3",
    "0, 16, 0.0625, 0",
    "0, 255, 1, 0",
    "7, 7, 1, 0"
  })
  void isExactWithOneScaleForAllChannels(int rawMin, int rawMax, float scale, float offset) {
    InputSpec input = input(3, rawMin, rawMax, List.of(scale), List.of(offset));
    RawInverse inverse = new RawInverse(input);
    assertTrue(inverse.isExact());
    byte[] raw = allRaw(input);
    assertArrayEquals(raw, inverse.raw(new Preprocessor(input).quantize(raw)));
  }

  /** What comes back may be another raw value, but never another int8. */
  @ParameterizedTest
  @CsvSource({"1, 0.25, 0, 0", "0.017, 0.0175, -2.1, -1.8", "1, 1, 0, 200", "1, 0, 0, 5"})
  void whatSharesAnInt8ComesBackAsOneOfThem(
      float scale0, float scale1, float offset0, float offset1) {
    InputSpec input = input(2, 0, 255, List.of(scale0, scale1), List.of(offset0, offset1));
    Preprocessor preprocessor = new Preprocessor(input);
    byte[] int8 = preprocessor.quantize(allRaw(input));
    RawInverse inverse = new RawInverse(input);
    assertArrayEquals(int8, preprocessor.quantize(inverse.raw(int8)));
  }

  @Test
  void theMiddleOfThoseThatShareAnInt8StandsForThem() {
    InputSpec input = input(2, 0, 255, List.of(1f, 0f), List.of(0f, 5f));
    RawInverse inverse = new RawInverse(input);
    assertFalse(inverse.isExact());
    assertEquals(127, inverse.raw(new byte[] {0, 0})[1]);
  }

  /** 17 grey levels are 17 int8; others are taken for the nearest, the lower of two. */
  @Test
  void anInt8ThatNoRawValueBecomesIsTakenForTheNearest() {
    InputSpec input = input(1, 0, 16, List.of(0.0625f), List.of(0f));
    byte[] table = new Preprocessor(input).table(0);
    byte[] between = {(byte) (table[3] + 2), (byte) (table[4] - 2), -128, 127};
    assertArrayEquals(new byte[] {3, 4, 0, 16}, new RawInverse(input).raw(between));
  }
}
