package dev.upcall.cli.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How much more accurate one way to train is than another on the same test samples, over the same
 * seeds: a sample counts by the mean of its seeds' differences (right 1, wrong 0), so that what
 * makes it hard for both falls out.
 *
 * @param gain mean difference in accuracy
 * @param standardError of it: other samples, and from two seeds on other seeds too, would give
 *     another
 * @param seeds how many both have
 */
record PairedGain(double gain, double standardError, int seeds) {

  /**
   * Compares seed by seed; seeds that only one of them has are left out.
   *
   * @param ours by seed, from the first on
   * @param theirs the same, on the same samples
   */
  static PairedGain of(List<StudyCell.Answers> ours, List<StudyCell.Answers> theirs) {
    int seeds = Math.min(ours.size(), theirs.size());
    int samples = ours.get(0).of();
    double[] ofSample = new double[samples];
    double[] ofSeed = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      if (ours.get(s).of() != samples || theirs.get(s).of() != samples) {
        throw new IllegalArgumentException("answers to other samples, seed " + (s + 1));
      }
      for (int n = 0; n < samples; n++) {
        int difference = right(ours.get(s), n) - right(theirs.get(s), n);
        ofSample[n] += (double) difference / seeds;
        ofSeed[s] += (double) difference / samples;
      }
    }
    double variance = variance(ofSample) / samples + (seeds > 1 ? variance(ofSeed) / seeds : 0);
    return new PairedGain(
        Arrays.stream(ofSeed).average().orElseThrow(), Math.sqrt(variance), seeds);
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
        / (values.length - 1);
  }

  /** Whose standard error it is. */
  String note() {
    return seeds == 1
        ? "two paired standard errors to both sides, of these two networks: one seed"
        : "two paired standard errors to both sides, over samples and " + seeds + " seeds";
  }

  private static int right(StudyCell.Answers answers, int sample) {
    return answers.right().get(sample) ? 1 : 0;
  }

  /** The gain in its standard errors; 0 where there is no difference at all. */
  double errors() {
    return gain == 0 ? 0 : gain / standardError;
  }
}
