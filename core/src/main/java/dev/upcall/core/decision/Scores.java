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
 * @param logits one int8 per class, 2 to 65535 of them; not changed by anyone while in here
 * @param scale real units per step, finite and &gt; 0
 * @param zeroPoint the int8 that stands for real 0, -128..127
 */
public record Scores(byte[] logits, float scale, int zeroPoint) {
  /**
   * Below this argument exp is less than 2^-24, half a unit in the last place of 1: adding it to a
   * sum that has reached 1 changes no bit, so it need not be computed.
   */
  private static final float NEGLIGIBLE = -17f;

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

  /**
   * Sum over all classes of exp((logit - greatest logit) / temperature): the softmax's denominator,
   * and the reciprocal of the greatest probability. At least 1.
   */
  public float expSum(float temperature) {
    int first = top1();
    int greatest = logits[first];
    float step = scale / temperature;
    float sum = 1f;
    for (int i = 0; i < count(); i++) {
      if (i != first) {
        float x = step * (logits[i] - greatest);
        if (x > NEGLIGIBLE) {
          sum += PolicyMath.exp(x);
        }
      }
    }
    return sum;
  }

  /** exp((second - greatest logit) / temperature): in 0..1, and 1 when the two tie. */
  public float expTop2(float temperature) {
    int distance = logits[top2()] - logits[top1()];
    return PolicyMath.exp(scale / temperature * distance);
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
    float x = scale / temperature * (logit(index) - logits[top1()]);
    return PolicyMath.exp(x) / expSum(temperature);
  }

  /** Entropy of the probabilities in nats, 0..ln(count). */
  public float entropy(float temperature) {
    int greatest = logits[top1()];
    float step = scale / temperature;
    float sum = 0f;
    float moment = 0f;
    for (int i = 0; i < count(); i++) {
      float x = step * (logits[i] - greatest);
      float e = PolicyMath.exp(x);
      sum += e;
      moment += e * x;
    }
    return PolicyMath.log(sum) - moment / sum;
  }
}
