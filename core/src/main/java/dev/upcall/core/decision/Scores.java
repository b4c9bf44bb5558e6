package dev.upcall.core.decision;

/**
 * What a stage hands to its policy: int8 class scores (logits) with their quantisation, and what
 * policies derive from them.
 *
 * <p>Everything below the constructor is in the subset of Java that the compiler translates, so the
 * firmware computes the same bits. Probabilities are the softmax of the dequantised logits divided
 * by a temperature (Guo et al. 2017; 1 = as the model says). The greatest logit is subtracted while
 * the numbers are still integers, so every argument of exp is {@code step * (q - qmax) <= 0}, exact
 * up to one rounding, and two classes with equal logits have probabilities with equal bits.
 *
 * <p>Exponentials are counted: each is a whole number of {@link #resolution}s. An int8 distance has
 * 256 values, so firmware that knows scale and temperature looks them up in a table, and their sum
 * is one of ints, which costs little without an FPU.
 *
 * @param logits one int8 per class, 2 to 65535 of them; not changed by anyone while in here
 * @param scale real units per step, finite and &gt; 0
 * @param zeroPoint the int8 that stands for real 0, -128..127
 * @param members how many models of the stage the logits combine, 1..255
 * @param agreeing how many of them have {@link #top1} at their own top, 0..members
 * @param surroundings of the device when the policy sees them
 */
public record Scores(
    byte[] logits,
    float scale,
    int zeroPoint,
    int members,
    int agreeing,
    Surroundings surroundings) {
  /** Up to here exp is less than half of the finest {@link #resolution}: it counts 0. */
  private static final float NEGLIGIBLE = -16f;

  private static final float FINE = 1f / 4194304f; // 2^-22
  private static final float MEDIUM = 1f / 262144f; // 2^-18
  private static final float COARSE = 1f / 16384f; // 2^-14

  /** In 16 fraction bits. */
  private static final int ONE = 65536;

  /** ln 2 in 20 fraction bits. */
  private static final int LN2 = 726817;

  /** {@link #logit} of a class that does not exist: the least there is. */
  private static final int ABSENT = -128;

  public Scores {
    if (logits.length < 2 || logits.length > 65535) {
      throw new IllegalArgumentException("2 to 65535 classes, not " + logits.length);
    }
    if (!(scale > 0) || Float.isInfinite(scale)) {
      throw new IllegalArgumentException("scale must be finite and positive: " + scale);
    }
    if (zeroPoint < -128 || zeroPoint > 127) {
      throw new IllegalArgumentException("zero point must be an int8: " + zeroPoint);
    }
    if (members < 1 || members > 255 || agreeing < 0 || agreeing > members) {
      throw new IllegalArgumentException(agreeing + " of " + members + " members agree");
    }
  }

  /** Wherever the surroundings do not matter. */
  public Scores(byte[] logits, float scale, int zeroPoint, int members, int agreeing) {
    this(logits, scale, zeroPoint, members, agreeing, Surroundings.STILL);
  }

  /** Of a stage of one model, which agrees with itself. */
  public Scores(byte[] logits, float scale, int zeroPoint) {
    this(logits, scale, zeroPoint, 1, 1);
  }

  /** Milliseconds since some start; wraps, so that only differences mean something. */
  public int millis() {
    return surroundings.millis();
  }

  /** Differs at each start of the device. */
  public int boot() {
    return surroundings.boot();
  }

  /** Minute of the day, 0..1439; -1 where the device does not know. */
  public int minute() {
    return surroundings.minute();
  }

  /** Whether the tier above can be reached, as far as the device knows. */
  public boolean linked() {
    return surroundings.linked();
  }

  /** Number of classes. */
  public int count() {
    return logits.length;
  }

  /** The int8 score of one class; -128 for an index outside 0..count-1. */
  public int logit(int index) {
    return index >= 0 && index < count() ? logits[index] : ABSENT;
  }

  /** The real logit of one class. */
  public float value(int index) {
    return scale * (logit(index) - zeroPoint);
  }

  /** The class with the greatest score, the first of equals. */
  public int top1() {
    int best = 0;
    for (int i = 1; i < count(); i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The class with the greatest score but for {@link #top1}, the first of equals. */
  public int top2() {
    int first = top1();
    int best = first == 0 ? 1 : 0;
    for (int i = 1; i < count(); i++) {
      if (i != first && logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The step in which exponentials are counted: as small as an int has room for all classes. */
  public float resolution() {
    return count() <= 256 ? FINE : count() <= 4096 ? MEDIUM : COARSE;
  }

  /**
   * exp(distance / temperature) to the nearest count, of a distance of 0 or less between logits.
   */
  private int counts(int distance, float temperature) {
    if (distance == 0) {
      return (int) (1f / resolution());
    }
    float x = scale / temperature * distance;
    return x > NEGLIGIBLE ? (int) (PolicyMath.exp(x) / resolution() + 0.5f) : 0;
  }

  /**
   * Sum over all classes of exp((logit - greatest logit) / temperature): the softmax's denominator,
   * and the reciprocal of the greatest probability. At least 1.
   */
  public float expSum(float temperature) {
    int greatest = logits[top1()];
    int sum = 0;
    for (int i = 0; i < count(); i++) {
      sum += counts(logits[i] - greatest, temperature);
    }
    return sum * resolution();
  }

  /** exp((second - greatest logit) / temperature): in 0..1, and 1 when the two tie. */
  public float expTop2(float temperature) {
    return counts(logits[top2()] - logits[top1()], temperature) * resolution();
  }

  /** The greatest probability. */
  public float maxProbability(float temperature) {
    return 1f / expSum(temperature);
  }

  /** The second greatest probability; equal to the greatest when they tie. */
  public float secondProbability(float temperature) {
    return expTop2(temperature) / expSum(temperature);
  }

  /** Greatest minus second greatest probability, 0 when they tie. */
  public float margin(float temperature) {
    return (1f - expTop2(temperature)) / expSum(temperature);
  }

  /** The probability of one class. */
  public float probability(int index, float temperature) {
    int distance = logit(index) - logits[top1()];
    return counts(distance, temperature) * resolution() / expSum(temperature);
  }

  /**
   * Entropy of the probabilities in nats, 0..ln(count), within 10^-4: ln of the sum, plus the mean
   * distance from the greatest logit. The sum of counts times distances is exact, in two ints that
   * have room for the upper and the lower bits of the counts of all classes.
   */
  public float entropy(float temperature) {
    int greatest = logits[top1()];
    int bits = count() <= 256 ? 11 : count() <= 4096 ? 9 : 7;
    int sum = 0;
    int upper = 0;
    int lower = 0;
    for (int i = 0; i < count(); i++) {
      int distance = greatest - logits[i];
      int counts = counts(-distance, temperature);
      sum += counts;
      upper += (counts >> bits) * distance;
      lower += (counts & ((1 << bits) - 1)) * distance;
    }
    float moment = (float) upper * (1 << bits) + lower;
    return logOfCounts(sum) + scale / temperature * (moment / sum);
  }

  /**
   * ln(sum * resolution), within 3 * 10^-5, of a sum of counts: in integers, as {@link
   * PolicyMath#log} takes 2000 instructions where there is no FPU. One certain class gives 0.
   */
  private float logOfCounts(int sum) {
    int fraction = count() <= 256 ? 22 : count() <= 4096 ? 18 : 14;
    int m = sum; // to 2^30 <= m < 2^31; the sum is 2^14 or more
    int exponent = 30 - fraction;
    if (m < 1 << 15) {
      m <<= 16;
      exponent -= 16;
    }
    if (m < 1 << 23) {
      m <<= 8;
      exponent -= 8;
    }
    if (m < 1 << 27) {
      m <<= 4;
      exponent -= 4;
    }
    if (m < 1 << 29) {
      m <<= 2;
      exponent -= 2;
    }
    if (m < 1 << 30) {
      m <<= 1;
      exponent -= 1;
    }
    int f = (m >> 14) - ONE; // 16 fraction bits, as all below
    if (f >= ONE / 2) {
      f = (m >> 15) - ONE;
      exponent += 1;
    }
    // ln(1 + f) = f + f^2 q(f) on -1/4..1/2, q by least maximum error.
    int q = (f * -6774 >> 16) + 13383;
    q = (q * f >> 16) - 16821;
    q = (q * f >> 16) + 21863;
    q = (q * f >> 16) - 32758;
    int rest = f * 16 + (q * (f * f >> 16) >> 12); // 20 fraction bits
    return (exponent * LN2 + rest) * 9.5367431640625e-7f;
  }
}
