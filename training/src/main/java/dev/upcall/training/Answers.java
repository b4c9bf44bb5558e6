package dev.upcall.training;

import dev.upcall.core.tensor.Argmax;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;

/**
 * Which samples of a split were answered right, in the split's order, so that two classifiers can
 * be compared sample by sample.
 *
 * @param count right of {@code of}
 * @param of samples
 * @param bits one for each sample, 1 for a right answer, the first in the lowest bit of the first
 *     byte, base64; zeros at the end are left out
 */
public record Answers(int count, int of, String bits) {
  /**
   * Scores logits.
   *
   * @param logits [N][classes]; the first of equal ones counts
   * @param labels [N]
   */
  public static Answers of(float[][] logits, int[] labels) {
    return of(Arrays.stream(logits).mapToInt(Argmax::of).toArray(), labels);
  }

  /** Scores classes. */
  public static Answers of(int[] classes, int[] labels) {
    BitSet right = new BitSet(labels.length);
    for (int n = 0; n < labels.length; n++) {
      right.set(n, classes[n] == labels[n]);
    }
    return new Answers(
        right.cardinality(),
        labels.length,
        Base64.getEncoder().encodeToString(right.toByteArray()));
  }

  /** The samples answered right, by index. */
  public BitSet right() {
    return BitSet.valueOf(Base64.getDecoder().decode(bits));
  }

  public Proportion proportion() {
    return new Proportion(count, of);
  }
}
