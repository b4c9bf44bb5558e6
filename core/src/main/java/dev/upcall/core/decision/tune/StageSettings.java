package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The settings of one stage's policy that samples can tell apart, and what each does with every
 * sample.
 */
record StageSettings(List<Setting> settings) {

  /**
   * One of them.
   *
   * @param maker makes the policy, anew each time
   * @param accepted the samples it answers on the device, were they to reach it
   * @param upcalled those it hands to the tier above at once; the others go on to the next stage
   * @param checked of those it answers, the ones that the tier above is asked about nevertheless
   */
  record Setting(
      Map<String, Double> parameters,
      Supplier<Policy> maker,
      SampleSet accepted,
      SampleSet upcalled,
      SampleSet checked) {
    /** One that has seen nothing. */
    Policy policy() {
      return maker.get();
    }
  }

  StageSettings {
    settings = List.copyOf(settings);
  }

  /**
   * Policies made for their verdicts, whatever they look at. Those that learn do so from all of the
   * samples: who reaches the stage depends on the settings of those before it.
   *
   * @param here the stage alone
   * @param last no stage follows, so that whoever goes on asks the host
   */
  static StageSettings of(
      LadderSamples here, boolean last, List<Map<String, Double>> parameters, PolicyMaker maker) {
    List<Setting> settings = new ArrayList<>();
    for (Map<String, Double> values : parameters) {
      Supplier<Policy> one = maker.maker(values);
      Verdict[] verdicts = verdicts(here, last, one.get());
      settings.add(
          new Setting(
              values,
              one,
              SampleSet.of(verdicts.length, i -> verdicts[i].isLocal()),
              SampleSet.of(verdicts.length, i -> verdicts[i] == Verdict.UPCALL),
              SampleSet.of(verdicts.length, i -> verdicts[i].isLocal() && verdicts[i].asks())));
    }
    return new StageSettings(settings);
  }

  private static Verdict[] verdicts(LadderSamples here, boolean last, Policy policy) {
    Verdict[] verdicts = new Verdict[here.size()];
    for (int i = 0; i < verdicts.length; i++) {
      // What is sent before any stage is counted before any: this verdict is not asked for.
      verdicts[i] = here.isGated(i) ? Verdict.CONTINUE : policy.decide(here.scores(0, i));
      Verdict meant = last ? verdicts[i].behindLastStage() : verdicts[i];
      if (meant.asks() && !here.isGated(i)) {
        here.tell(policy, 0, i, meant == Verdict.AUDIT);
      }
    }
    return verdicts;
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
                        () -> confidence.policy(threshold),
                        SampleSet.of(values.length, i -> values[i] >= threshold),
                        none,
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
