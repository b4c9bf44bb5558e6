package dev.upcall.compiler.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A stream of 60 inputs of the streaming model ../shared/models/microwakeword/okay_nabu.tflite, and
 * what TensorFlow Lite Micro's reference kernels (PyPI tflite-micro 0.dev20261023182759) make of
 * it, less 128: its output is uint8, ours int8.
 */
public final class WakeWord {
  /**
   * Start, speed, height, slope and period of bumps in the spectrum by which it hears something.
   */
  private static final int[][] BUMPS = {
    {10, 4, 126, 8, 68}, {45, 0, 233, 11, 18}, {6, 4, 306, 15, 37}
  };

  private static final int[] OUTPUTS = {
    4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 5, 10, 27, 73, 118,
    157, 157, 128, 81, 40, 23, 15, 10, 9, 7, 7, 7, 7, 6, 4, 3, 3, 3, 5, 6, 11, 15, 23, 35, 52, 58,
    40, 23, 15, 10
  };

  private WakeWord() {}

  /** Each three spectra of 40 bands. */
  public static List<byte[]> inputs() {
    List<byte[]> inputs = new ArrayList<>();
    for (int run = 0; run < OUTPUTS.length; run++) {
      byte[] input = new byte[120];
      for (int i = 0; i < input.length; i++) {
        input[i] = (byte) (Math.min(255, loudness(3 * run + i / 40, i % 40)) - 128);
      }
      inputs.add(input);
    }
    return inputs;
  }

  /** One byte each. */
  public static byte[] outputs() {
    byte[] outputs = new byte[OUTPUTS.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (byte) (OUTPUTS[i] - 128);
    }
    return outputs;
  }

  private static int loudness(int time, int band) {
    int loudest = 0;
    for (int[] bump : BUMPS) {
      int center = (bump[0] + bump[1] * (time % bump[4]) / 8) % 40;
      loudest = Math.max(loudest, bump[2] - bump[3] * Math.abs(band - center));
    }
    return loudest;
  }
}
