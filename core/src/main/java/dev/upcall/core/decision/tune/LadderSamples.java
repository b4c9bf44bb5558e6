package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Samples of a ladder, recorded: what every stage would say of each, whether it is reached or not,
 * and whether the host would have been right.
 *
 * @param stages of the device, first stage first; all of the same samples
 * @param hostRight per sample, whether the host alone gives the true class
 */
public record LadderSamples(List<LabelledScores> stages, boolean[] hostRight) {
  public LadderSamples {
    stages = List.copyOf(stages);
    hostRight = hostRight.clone();
    for (LabelledScores stage : stages) {
      if (stage.size() != hostRight.length) {
        throw new IllegalArgumentException(
            stage.size() + " samples, " + hostRight.length + " answers of the host");
      }
    }
  }

  /** Of a ladder of one stage. */
  public LadderSamples(LabelledScores device, boolean[] hostRight) {
    this(List.of(device), hostRight);
  }

  public int size() {
    return hostRight.length;
  }

  public Scores scores(int stage, int sample) {
    return stages.get(stage).scores().get(sample);
  }

  public boolean isRight(int stage, int sample) {
    return stages.get(stage).isRight(sample);
  }

  public boolean isHostRight(int sample) {
    return hostRight[sample];
  }

  /** By sample the stage that accepts it, -1 where the host is asked. */
  public int[] acceptedBy(List<? extends Policy> policies) {
    return IntStream.range(0, size()).map(i -> acceptedBy(i, policies)).toArray();
  }

  private int acceptedBy(int sample, List<? extends Policy> policies) {
    for (int stage = 0; stage < policies.size(); stage++) {
      Verdict verdict = policies.get(stage).decide(scores(stage, sample));
      if (verdict != Verdict.CONTINUE) {
        return verdict == Verdict.ACCEPT ? stage : -1;
      }
    }
    return -1;
  }

  /** Whether the policies before a stage let a sample through to it. */
  public boolean reaches(int sample, int stage, List<? extends Policy> policies) {
    return IntStream.range(0, stage)
        .allMatch(k -> policies.get(k).decide(scores(k, sample)) == Verdict.CONTINUE);
  }

  /**
   * Every second sample, from the first (0) or the second (1). Splits list their samples class by
   * class or shuffled; either way both halves have about the same mixture of classes.
   */
  public LadderSamples half(int first) {
    return where(i -> i % 2 == first);
  }

  /** The samples whose index passes. */
  public LadderSamples where(IntPredicate kept) {
    return select(IntStream.range(0, size()).filter(kept).toArray());
  }

  /** The samples of these indices, in this order; one may be there several times. */
  public LadderSamples select(int... indices) {
    boolean[] right = new boolean[indices.length];
    for (int i = 0; i < indices.length; i++) {
      right[i] = hostRight[indices[i]];
    }
    return new LadderSamples(stages.stream().map(s -> s.select(indices)).toList(), right);
  }
}
