package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * What a stage said about samples whose class is known.
 *
 * @param labels the true class of each, as an index into its scores
 */
public record LabelledScores(List<Scores> scores, int[] labels) {
  public LabelledScores {
    scores = List.copyOf(scores);
    labels = labels.clone();
    if (scores.size() != labels.length) {
      throw new IllegalArgumentException(scores.size() + " scores, " + labels.length + " labels");
    }
  }

  public int size() {
    return labels.length;
  }

  /** The samples of these indices, in this order. */
  LabelledScores select(int... indices) {
    return new LabelledScores(
        Arrays.stream(indices).mapToObj(scores::get).toList(),
        Arrays.stream(indices).map(i -> labels[i]).toArray());
  }

  /** Whether the stage's own answer, its first greatest score, is the true class. */
  public boolean isRight(int sample) {
    return scores.get(sample).top1() == labels[sample];
  }
}
