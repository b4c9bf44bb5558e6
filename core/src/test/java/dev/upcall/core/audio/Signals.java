package dev.upcall.core.audio;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Sounds to try front ends on, and extremes that no sound is. */
public final class Signals {
  private Signals() {}

  /** So many samples of each kind. */
  public static Map<String, short[]> of(int length, int rate) {
    Map<String, short[]> signals = new LinkedHashMap<>();
    signals.put("silence", new short[length]);
    signals.put("least", make(length, i -> Short.MIN_VALUE));
    signals.put("greatest", make(length, i -> Short.MAX_VALUE));
    signals.put("alternating", make(length, i -> i % 2 == 0 ? -32768 : 32767));
    signals.put("square", make(length, i -> i / 16 % 2 == 0 ? -32768 : 32767));
    for (int amplitude : new int[] {3, 300, 32767}) {
      signals.put("sine " + amplitude, make(length, i -> sine(i, 1000.0 / rate, amplitude)));
      Random random = new Random(amplitude);
      signals.put(
          "noise " + amplitude, make(length, i -> (2 * random.nextDouble() - 1) * amplitude));
    }
    Random random = new Random(7);
    signals.put(
        "chirp", make(length, i -> sine(i, 0.4 * i / length, 9000) + 20 * random.nextGaussian()));
    signals.put(
        "harmonics",
        make(
            length,
            i ->
                sine(i, 130.0 / rate, 9000)
                    + sine(i, 260.0 / rate, 4000)
                    + sine(i, 1170.0 / rate, 500)
                    + 4 * random.nextGaussian()));
    return signals;
  }

  /** As a raw sample has them. */
  public static byte[] bytes(short[] samples) {
    byte[] bytes = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[2 * i] = (byte) samples[i];
      bytes[2 * i + 1] = (byte) (samples[i] >> 8);
    }
    return bytes;
  }

  private interface Wave {
    double at(int i);
  }

  private static double sine(int i, double turns, double amplitude) {
    return amplitude * Math.sin(2 * Math.PI * turns * i);
  }

  private static short[] make(int length, Wave wave) {
    short[] samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) Math.max(-32768, Math.min(32767, Math.round(wave.at(i))));
    }
    return samples;
  }
}
