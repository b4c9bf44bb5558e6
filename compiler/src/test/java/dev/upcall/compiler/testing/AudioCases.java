package dev.upcall.compiler.testing;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.AudioSpec.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Raw samples for front ends: noise of all levels, tones in it, and full-scale extremes. */
public final class AudioCases {
  private AudioCases() {}

  /** What a keyword spotter hears: 40 ms every 20 ms. */
  public static AudioSpec keywords(int rate) {
    return new AudioSpec(
        Kind.MFCC, rate, rate / 25, rate / 50, 40, 10, 20, rate / 2.0, -90, -10, 22);
  }

  /** So many raw samples of so many frames, back to back. */
  public static byte[] raw(AudioSpec spec, int frames, int samples, long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int n = 0; n < samples; n++) {
      double level = n % 8 == 0 ? 60_000 : Math.pow(2, 16 * random.nextDouble());
      double tone = Math.pow(2, 16 * random.nextDouble());
      double turn = Math.PI * random.nextDouble();
      boolean square = n % 4 == 1;
      for (int i = 0; i < spec.samples(frames); i++) {
        double wave = tone * Math.sin(turn * i) + level * (random.nextDouble() - 0.5);
        double value = square ? Math.signum(wave) * 32768 : wave;
        int sample = (int) Math.max(-32768, Math.min(32767, Math.round(value)));
        bytes.write(sample);
        bytes.write(sample >> 8);
      }
    }
    return bytes.toByteArray();
  }
}
