package dev.upcall.cli.bench;

import java.util.List;

/**
 * How much more accurate one way to train is than another on the same test samples, over the same
 * seeds: a sample counts by the mean of its seeds' differences (right 1, wrong 0), so that what
 * makes it hard for both falls out.
 *
 * @param gain mean difference in accuracy
 * @param standardError of the mean over samples
 */
record PairedGain(double gain, double standardError) {

  /**
   * Compares seed by seed.
   *
   * @param ours by seed
   * @param theirs by the same seeds, on the same samples
   */
  static PairedGain of(List<StudyCell.Answers> ours, List<StudyCell.Answers> theirs) {
    int seeds = ours.size();
    int samples = ours.get(0).of();
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < samples; n++) {
      double difference = 0;
      for (int s = 0; s < seeds; s++) {
        difference += right(ours.get(s), n) - right(theirs.get(s), n);
      }
      sum += difference / seeds;
      squares += difference / seeds * (difference / seeds);
    }
    double mean = sum / samples;
    double variance = (squares - samples * mean * mean) / (samples - 1);
    return new PairedGain(mean, Math.sqrt(variance / samples));
  }

  private static int right(StudyCell.Answers answers, int sample) {
    return answers.right().get(sample) ? 1 : 0;
  }

  /** The gain in its standard errors; 0 where there is no difference at all. */
  double errors() {
    return gain == 0 ? 0 : gain / standardError;
  }
}
