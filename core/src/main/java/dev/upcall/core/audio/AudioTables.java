package dev.upcall.core.audio;

import java.util.stream.IntStream;

/**
 * The constants of a front end, computed once here and printed into the C: a device computes none.
 * The same on every machine, by {@link StrictMath}.
 */
public final class AudioTables {
  /** Fraction bits of a filter's weight. */
  static final int WEIGHT_BITS = 12;

  /** What a bin's power is divided by, as a shift, before it is weighed. */
  static final int POWER_SHIFT = 10;

  /** Fraction bits of a logarithm to base 2. */
  static final int LOG_BITS = 12;

  /** Fraction bits of a logarithm's multiplier: logarithm - floor to 0..65536. */
  static final int SCALE_BITS = 14;

  /** Cosines' sums are of Q15 logarithms, and int8 features of them in steps of 1 / 64. */
  private static final int CEPSTRUM_SHIFT = 15 - 6;

  private static final double DECIBELS_PER_LOG2 = 10 * StrictMath.log10(2);

  private final AudioSpec spec;

  public AudioTables(AudioSpec spec) {
    this.spec = spec;
  }

  /**
   * The rising half of a periodic Hann window, Q15, unsigned: [window / 2 + 1]; the rest mirrors
   * it.
   */
  public short[] hann() {
    short[] hann = new short[spec.window() / 2 + 1];
    for (int i = 0; i < hann.length; i++) {
      double value = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / spec.window());
      hann[i] = (short) StrictMath.round(value * (1 << 15));
    }
    return hann;
  }

  /** cos(2 pi i / points), Q15, saturated: [points / 2 + 1]. */
  public short[] cosines() {
    short[] cosines = new short[spec.points() / 2 + 1];
    for (int i = 0; i < cosines.length; i++) {
      double value = StrictMath.cos(2 * Math.PI * i / spec.points());
      cosines[i] = (short) Math.min(Short.MAX_VALUE, StrictMath.round(value * (1 << 15)));
    }
    return cosines;
  }

  /** First bin of each interval between two edges, and behind the last: [mels + 2]. */
  public short[] edges() {
    MelScale scale = new MelScale(spec);
    short[] edges = new short[spec.mels() + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (short) scale.firstBin(i);
    }
    return edges;
  }

  /** Share of the rising filter in each bin from the first edge's on, 0 to 4096. */
  public short[] weights() {
    MelScale scale = new MelScale(spec);
    int first = scale.firstBin(0);
    short[] weights = new short[Math.max(1, scale.firstBin(spec.mels() + 1) - first)];
    for (int i = 0; i < weights.length; i++) {
      double place = scale.place(first + i);
      double rising = place - Math.floor(place);
      weights[i] = (short) StrictMath.round(rising * (1 << WEIGHT_BITS));
    }
    return weights;
  }

  /** A filter that no bin belongs to, so that it would hear nothing; -1: there is none. */
  public int emptyFilter() {
    short[] edges = edges();
    short[] weights = weights();
    for (int m = 0; m < spec.mels(); m++) {
      int sum = 0;
      for (int k = edges[m]; k < edges[m + 2]; k++) {
        int rising = weights[k - edges[0]];
        sum += k < edges[m + 1] ? rising : (1 << WEIGHT_BITS) - rising;
      }
      if (sum == 0) {
        return m;
      }
    }
    return -1;
  }

  /** log2(1 + i / 32), Q15: [33], unsigned. */
  public static short[] logarithms() {
    short[] logarithms = new short[33];
    for (int i = 0; i < logarithms.length; i++) {
      double value = StrictMath.log(1 + i / 32.0) / StrictMath.log(2);
      logarithms[i] = (short) StrictMath.round(value * (1 << 15));
    }
    return logarithms;
  }

  /**
   * The logarithm, Q12, of the energy that is {@code floorDecibels}. A full-scale sine has the
   * power A^2 / 2, of which the window leaves 3/8 on the average; the transform spreads it over
   * {@code points} samples of which {@code window} are not 0, and has half of it at positive
   * frequencies.
   */
  public int floor() {
    double sine = StrictMath.pow(2, 2 * 29) / 4 * 3 / 8 * spec.window() / spec.points();
    double energy = sine / (1 << POWER_SHIFT) * (1 << WEIGHT_BITS);
    double log = StrictMath.log(energy) / StrictMath.log(2);
    return (int) StrictMath.round((log + spec.floorDecibels() / DECIBELS_PER_LOG2) * one());
  }

  /** From the floor to the ceiling, Q12. */
  public int range() {
    double decibels = spec.ceilingDecibels() - spec.floorDecibels();
    return (int) StrictMath.round(decibels / DECIBELS_PER_LOG2 * one());
  }

  /** What makes 2^30 of {@link #range}. */
  public int multiplier() {
    return (int) Math.round((double) (1L << (16 + SCALE_BITS)) / range());
  }

  private static int one() {
    return 1 << LOG_BITS;
  }

  /**
   * The cosine transform, {@code coefficients} rows of {@code mels}: row k is the mean over the
   * mels' cosines, weighed so that all rows but the first, the mean itself, have the length of the
   * first, times the lifter. In Q{@link #fractionBits(int)}. Empty without a transform.
   */
  public short[] cosineTransform() {
    int rows = spec.kind() == AudioSpec.Kind.MFCC ? spec.coefficients() : 0;
    short[] transform = new short[rows * spec.mels()];
    for (int k = 0; k < rows; k++) {
      int one = 1 << fractionBits(k);
      for (int m = 0; m < spec.mels(); m++) {
        double value = cosine(k, m) * one;
        transform[k * spec.mels() + m] = (short) StrictMath.round(value);
      }
    }
    return transform;
  }

  /** By how much the sum of each row is shifted to become an int8. */
  public byte[] cosineShifts() {
    int rows = spec.kind() == AudioSpec.Kind.MFCC ? spec.coefficients() : 0;
    byte[] shifts = new byte[rows];
    for (int k = 0; k < rows; k++) {
      shifts[k] = (byte) (fractionBits(k) + CEPSTRUM_SHIFT);
    }
    return shifts;
  }

  private double cosine(int row, int mel) {
    double weight = row == 0 ? 1 : StrictMath.sqrt(2);
    if (spec.lifter() > 0) {
      weight *= 1 + spec.lifter() / 2.0 * StrictMath.sin(Math.PI * row / spec.lifter());
    }
    double angle = Math.PI * row * (mel + 0.5) / spec.mels();
    return weight * StrictMath.cos(angle) / spec.mels();
  }

  /** As many as leave a row's elements in int16 and its sum with Q15 numbers in int32. */
  private int fractionBits(int row) {
    double sum = IntStream.range(0, spec.mels()).mapToDouble(m -> Math.abs(cosine(row, m))).sum();
    double most =
        IntStream.range(0, spec.mels()).mapToDouble(m -> Math.abs(cosine(row, m))).max().orElse(1);
    // Rounding adds half a step per element, and half a step of the result to the sum.
    int bits = 15;
    while ((sum * (1 << bits) + spec.mels() >= 65_000) || most * (1 << bits) >= 32_767) {
      bits--;
    }
    return bits;
  }
}
