package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The settings of one stage's policy that samples can tell apart, and what each does with every
 * sample.
 */
record StageSettings(List<Setting> settings) {

  /**
   * One of them.
   *
   * @param accepted the samples it answers on the device, were they to reach it
   * @param upcalled those it hands to the tier above at once; the others go on to the next stage
   */
  record Setting(
      Map<String, Double> parameters, Policy policy, SampleSet accepted, SampleSet upcalled) {}

  StageSettings {
    settings = List.copyOf(settings);
  }

  /** Policies made for their verdicts, whatever they look at. */
  static StageSettings of(
      List<Scores> scores, List<Map<String, Double>> parameters, PolicyMaker maker) {
    List<Setting> settings = new ArrayList<>();
    for (Map<String, Double> values : parameters) {
      Policy policy = maker.make(values);
      List<Verdict> verdicts = scores.stream().map(policy::decide).toList();
      settings.add(
          new Setting(
              values,
              policy,
              SampleSet.of(scores.size(), i -> verdicts.get(i) == Verdict.ACCEPT),
              SampleSet.of(scores.size(), i -> verdicts.get(i) == Verdict.UPCALL)));
    }
    return new StageSettings(settings);
  }

  /**
   * Thresholds on a confidence.
   *
   * @param thresholds rising
   */
  static StageSettings of(List<Scores> scores, Confidence confidence, List<Float> thresholds) {
    float[] values = values(scores, confidence);
    SampleSet none = SampleSet.of(values.length, i -> false);
    return new StageSettings(
        thresholds.stream()
            .map(
                threshold ->
                    new Setting(
                        confidence.parameters(threshold),
                        confidence.policy(threshold),
                        SampleSet.of(values.length, i -> values[i] >= threshold),
                        none))
            .toList());
  }

  /**
   * Thresholds between samples' confidences, rising, the first of which accepts everything.
   *
   * @param limit about how many, 2 or more; they then have as many samples between them each
   */
  static List<Float> thresholds(List<Scores> scores, Confidence confidence, int limit) {
    float[] values = values(scores, confidence);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Float> all = new ArrayList<>();
    all.add(confidence.least());
    for (int i = 0; i < sorted.length; i++) {
      float next = i + 1 < sorted.length ? sorted[i + 1] : Float.POSITIVE_INFINITY;
      float threshold = between(sorted[i], next);
      if (sorted[i] < next
          && threshold > confidence.least()
          && threshold <= confidence.greatest()) {
        all.add(threshold);
      }
    }
    if (all.size() <= limit) {
      return all;
    }
    int last = all.size() - 1;
    return IntStream.range(0, limit)
        .mapToObj(i -> all.get((int) ((long) i * last / (limit - 1))))
        .distinct()
        .toList();
  }

  private static float[] values(List<Scores> scores, Confidence confidence) {
    float[] values = new float[scores.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = confidence.of(scores.get(i));
    }
    return values;
  }

  /** A threshold above the one and not above the other, as far from both as it can be. */
  private static float between(float here, float next) {
    if (next == Float.POSITIVE_INFINITY) {
      return Math.nextUp(here);
    }
    float middle = here + (next - here) / 2;
    return middle > here ? middle : next;
  }
}
