package dev.upcall.core.audio;

import java.util.Arrays;

/**
 * Features of audio, frame by frame, as a device computes them: Hann window, {@link RealFft},
 * powers shared by triangular filters on the mel scale, logarithms to base 2 between a floor and a
 * ceiling, and for cepstral coefficients a cosine transform. This is the definition; {@code
 * upcall_audio.c} equals it to the bit.
 *
 * <pre>
 *   int16 x Q15 / 2 -> int32, at most 2^29 -> bins / points -> power >> 10 -> x Q12, uint64 sums, at most
 *   2^60 by Parseval -> log2 Q12 -> Q15 -> int8, or x int16, int32 sums -> int8
 * </pre>
 */
public final class FrontEnd {
  private final AudioSpec spec;
  private final RealFft fft;
  private final short[] hann;
  private final short[] edges;
  private final short[] weights;
  private final short[] logarithms = AudioTables.logarithms();
  private final int floor;
  private final int range;
  private final int multiplier;
  private final short[] cosineTransform;
  private final byte[] cosineShifts;

  public FrontEnd(AudioSpec spec) {
    this.spec = spec;
    AudioTables tables = new AudioTables(spec);
    fft = new RealFft(spec.points(), tables.cosines());
    hann = tables.hann();
    edges = tables.edges();
    weights = tables.weights();
    floor = tables.floor();
    range = tables.range();
    multiplier = tables.multiplier();
    cosineTransform = tables.cosineTransform();
    cosineShifts = tables.cosineShifts();
  }

  /**
   * Features of as many frames as the samples hold.
   *
   * @param raw int16 samples, little endian
   * @return [frames, columns]
   */
  public byte[] features(byte[] raw) {
    int frames = (raw.length / 2 - spec.window()) / spec.stride() + 1;
    byte[] features = new byte[frames * spec.columns()];
    int[] work = new int[spec.points()];
    short[] logs = new short[spec.mels()];
    for (int f = 0; f < frames; f++) {
      window(raw, 2 * f * spec.stride(), work);
      fft.transform(work);
      energies(work, logs);
      quantize(logs, features, f * spec.columns());
    }
    return features;
  }

  private void window(byte[] raw, int from, int[] work) {
    Arrays.fill(work, 0);
    for (int i = 0; i < spec.window(); i++) {
      int sample = (raw[from + 2 * i] & 0xff) | (raw[from + 2 * i + 1] << 8);
      int weight = hann[Math.min(i, spec.window() - i)] & 0xffff;
      work[2 * fft.place(i / 2) + i % 2] = (sample * weight) >> 1;
    }
  }

  /** Q15 logarithms of the filters' energies, -1 the floor and 1 the ceiling. */
  private void energies(int[] bins, short[] logs) {
    long rising = 0;
    for (int m = 0; m <= spec.mels(); m++) {
      long falling = rising;
      rising = 0;
      for (int k = edges[m]; k < edges[m + 1]; k++) {
        long real = bins[2 * k];
        long imaginary = bins[2 * k + 1];
        long power = (real * real + imaginary * imaginary) >> AudioTables.POWER_SHIFT;
        long share = power * weights[k - edges[0]];
        rising += share;
        falling += (power << AudioTables.WEIGHT_BITS) - share;
      }
      if (m > 0) {
        logs[m - 1] = scaled(log2(falling));
      }
    }
  }

  /** Q12; 0 for 0. */
  private int log2(long energy) {
    if (energy == 0) {
      return 0;
    }
    int zeros = Long.numberOfLeadingZeros(energy);
    int mantissa = (int) ((energy << zeros) >>> 32);
    int i = (mantissa >>> 26) & 31;
    int rest = (mantissa >>> 10) & 0xffff;
    int low = logarithms[i] & 0xffff;
    int high = logarithms[i + 1] & 0xffff;
    int fraction = low + (((high - low) * rest) >> 16);
    return (((63 - zeros) << 15) + fraction + 4) >> 3;
  }

  private short scaled(int log) {
    int above = Math.max(0, Math.min(range, log - floor));
    int half = 1 << (AudioTables.SCALE_BITS - 1);
    int scaled = ((above * multiplier + half) >> AudioTables.SCALE_BITS) - 32768;
    return (short) Math.min(Short.MAX_VALUE, scaled);
  }

  private void quantize(short[] logs, byte[] features, int at) {
    if (spec.kind() == AudioSpec.Kind.LOG_MEL) {
      for (int m = 0; m < logs.length; m++) {
        features[at + m] = saturated((logs[m] + 128) >> 8);
      }
      return;
    }
    for (int k = 0; k < spec.coefficients(); k++) {
      int sum = 1 << (cosineShifts[k] - 1);
      for (int m = 0; m < logs.length; m++) {
        sum += logs[m] * cosineTransform[k * logs.length + m];
      }
      features[at + k] = saturated(sum >> cosineShifts[k]);
    }
  }

  private static byte saturated(int value) {
    return (byte) Math.max(-128, Math.min(127, value));
  }
}
