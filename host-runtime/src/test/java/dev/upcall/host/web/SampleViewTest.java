package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Preprocessor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleViewTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] seen(InputSpec input, byte[] raw) {
    return SampleView.of(input, new Preprocessor(input).quantize(raw)).bytes();
  }

  @Test
  void picturesLookAsTheyWereTaken() {
    InputSpec input =
        new InputSpec(List.of(1, 2, 3), 0, 255, List.of(0.0078431f), List.of(-1f), "frame");
    byte[] raw = bytes(0, 1, 127, 128, 254, 255);
    assertArrayEquals(raw, seen(input, raw));
    assertEquals(input.shape(), SampleView.of(input, new byte[6]).shape());
  }

  @Test
  void aNarrowRangeIsStretched() {
    InputSpec input =
        new InputSpec(List.of(1, 3, 1), 10, 26, List.of(0.0625f), List.of(0f), "frame");
    assertArrayEquals(bytes(0, 128, 255), seen(input, bytes(10, 18, 26)));
  }

  @Test
  void aRangeOfOneValueIsBlack() {
    InputSpec input = new InputSpec(List.of(2), 7, 7, List.of(1f), List.of(0f), "frame");
    assertArrayEquals(bytes(0, 0), seen(input, bytes(7, 7)));
  }

  @Test
  void channelsAreScaledEachItsOwnWay() {
    InputSpec input =
        new InputSpec(List.of(1, 2, 2), 0, 255, List.of(1f, -1f), List.of(0f, 255f), "frame");
    assertArrayEquals(bytes(0, 0, 255, 255), seen(input, bytes(0, 0, 255, 255)));
  }

  @Test
  void soundShowsItsFeatures() {
    AudioSpec audio = new AudioSpec(AudioSpec.Kind.MFCC, 2000, 16, 1, 2, 1, 20, 1000, -60, -59, 0);
    InputSpec input =
        new InputSpec(List.of(3, 1, 1), 0, 255, List.of(), List.of(), "frame", Optional.of(audio));
    assertArrayEquals(bytes(0, 128, 255), SampleView.of(input, bytes(-128, 0, 127)).bytes());
  }
}
