package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Surroundings;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Samples of a ladder, recorded: what every stage would say of each, whether it is reached or not,
 * and whether the host would have been right.
 *
 * @param stages of the device, first stage first; all of the same samples
 * @param hostRight per sample, whether the host alone gives the true class
 * @param hostClasses per sample the class that the host gives, for policies that learn from it;
 *     none where that is not recorded
 * @param gated per sample, whether the policy on the input sends it up before any stage runs
 */
public record LadderSamples(
    List<LabelledScores> stages, boolean[] hostRight, int[] hostClasses, boolean[] gated) {
  /** Milliseconds from one sample to the next, for policies that look at the clock. */
  public static final int PERIOD_MS = 1000;

  public LadderSamples {
    stages = List.copyOf(stages);
    hostRight = hostRight.clone();
    hostClasses = hostClasses.clone();
    if (hostClasses.length > 0 && hostClasses.length != hostRight.length) {
      throw new IllegalArgumentException(
          hostClasses.length + " answers to " + hostRight.length + " samples");
    }
    gated = gated.clone();
    if (gated.length != hostRight.length) {
      throw new IllegalArgumentException(gated.length + " and " + hostRight.length + " samples");
    }
    for (LabelledScores stage : stages) {
      if (stage.size() != hostRight.length) {
        throw new IllegalArgumentException(
            stage.size() + " samples, " + hostRight.length + " answers of the host");
      }
    }
  }

  /** Of a ladder that runs on every sample. */
  public LadderSamples(List<LabelledScores> stages, boolean[] hostRight) {
    this(stages, hostRight, new int[0], new boolean[hostRight.length]);
  }

  /** Of a ladder of one stage. */
  public LadderSamples(LabelledScores device, boolean[] hostRight) {
    this(List.of(device), hostRight);
  }

  public int size() {
    return hostRight.length;
  }

  /** What a stage says of a sample, on a device that has a sample each {@link #PERIOD_MS}. */
  public Scores scores(int stage, int sample) {
    return Surroundings.STILL.at(sample * PERIOD_MS).around(stages.get(stage).scores().get(sample));
  }

  public boolean isRight(int stage, int sample) {
    return stages.get(stage).isRight(sample);
  }

  public boolean isHostRight(int sample) {
    return hostRight[sample];
  }

  public boolean isGated(int sample) {
    return gated[sample];
  }

  /** The same without a policy on the input. */
  public LadderSamples ungated() {
    return new LadderSamples(stages, hostRight, hostClasses, new boolean[size()]);
  }

  /** Tells a policy that asked what the host answers, if that is recorded. */
  void tell(Policy policy, int stage, int sample, boolean audited) {
    if (hasHostClasses()) {
      Scores seen = scores(stage, sample);
      policy.feedback(new Answer(seen, seen.top1(), hostClasses[sample], audited));
    }
  }

  private boolean hasHostClasses() {
    return hostClasses.length > 0;
  }

  /** One of the stages, as a ladder. */
  public LadderSamples alone(int stage) {
    return new LadderSamples(List.of(stages.get(stage)), hostRight, hostClasses, gated);
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
    boolean[] sent = new boolean[indices.length];
    int[] classes = new int[hasHostClasses() ? indices.length : 0];
    Arrays.setAll(classes, i -> hostClasses[indices[i]]);
    for (int i = 0; i < indices.length; i++) {
      right[i] = hostRight[indices[i]];
      sent[i] = gated[indices[i]];
    }
    return new LadderSamples(
        stages.stream().map(s -> s.select(indices)).toList(), right, classes, sent);
  }
}
