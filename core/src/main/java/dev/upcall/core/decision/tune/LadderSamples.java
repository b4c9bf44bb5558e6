package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a ladder of one stage with a tier above: what the device said, and whether the host
 * would have been right.
 *
 * @param hostRight per sample, whether the host alone gives the true class
 */
public record LadderSamples(LabelledScores device, boolean[] hostRight) {
  public LadderSamples {
    hostRight = hostRight.clone();
    if (device.size() != hostRight.length) {
      throw new IllegalArgumentException(
          device.size() + " samples, " + hostRight.length + " answers of the host");
    }
  }

  public int size() {
    return hostRight.length;
  }

  public Scores scores(int sample) {
    return device.scores().get(sample);
  }

  boolean isLocalRight(int sample) {
    return device.isRight(sample);
  }

  boolean isHostRight(int sample) {
    return hostRight[sample];
  }

  /**
   * Every second sample, from the first (0) or the second (1). Splits list their samples class by
   * class or shuffled; either way both halves have about the same mixture of classes.
   */
  LadderSamples half(int first) {
    List<Scores> scores = new ArrayList<>();
    int count = (size() - first + 1) / 2;
    int[] labels = new int[count];
    boolean[] right = new boolean[count];
    for (int i = 0; i < count; i++) {
      int sample = 2 * i + first;
      scores.add(scores(sample));
      labels[i] = device.labels()[sample];
      right[i] = hostRight[sample];
    }
    return new LadderSamples(new LabelledScores(scores, labels), right);
  }
}
