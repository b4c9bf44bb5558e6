package dev.upcall.host.web;

import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.RawInverse;
import java.util.List;

/**
 * A sample as people look at it: preprocessing undone, a byte for each value.
 *
 * @param shape [H,W,C] or [N]
 * @param bytes 0 for the least raw value, 255 for the greatest, in the input's order
 */
record SampleView(List<Integer> shape, byte[] bytes) {
  private static final int WHITE = 255;

  /**
   * The view of a device's int8 input. Audio, whose front end cannot be undone, shows the features.
   */
  static SampleView of(InputSpec input, byte[] sample) {
    return new SampleView(
        input.shape(), input.audio().isPresent() ? features(sample) : raw(input, sample));
  }

  private static byte[] features(byte[] sample) {
    byte[] bytes = new byte[sample.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (sample[i] - Byte.MIN_VALUE);
    }
    return bytes;
  }

  private static byte[] raw(InputSpec input, byte[] sample) {
    byte[] bytes = new RawInverse(input).raw(sample);
    double range = Math.max(1, input.rawMax() - input.rawMin());
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(WHITE * ((bytes[i] & 0xff) - input.rawMin()) / range);
    }
    return bytes;
  }
}
