package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Map;

/**
 * Finds the parameters of a built-in policy behind a stage with a tier above it, for a stated
 * target.
 *
 * <p>Which data are for what: temperature on the select split, weights of the logistic regression
 * on one half of the tune split and its threshold on the other; other policies have nothing fitted
 * on the tune split and choose their threshold on all of it.
 */
public final class PolicyTuner {
  private static final int MIN_SAMPLES = 4;

  /**
   * Tunes.
   *
   * @param use a built-in's name
   * @param given parameters that the manifest fixes; the others are found
   * @param select samples of the select split, scored by the int8 stage; may be empty where the
   *     policy has no temperature or the manifest gives it
   * @param samples of the tune split, scored by the int8 stage and the host
   * @throws dev.upcall.core.diagnostic.UpcallException UP2430 where the target cannot be reached,
   *     UP2431 for too few samples, UP2433 for a policy without a tuner
   */
  public TunedPolicy tune(
      String use,
      Map<String, Double> given,
      LabelledScores select,
      LadderSamples samples,
      Target target) {
    if (samples.size() < MIN_SAMPLES) {
      throw Diagnostic.of(PolicyCode.TUNE_DATA)
          .found("%d samples in the tune split", samples.size())
          .need("at least %d, and some hundreds for a result that holds", MIN_SAMPLES)
          .fix("raise data.splits.tune in ensemble.yaml")
          .toException();
    }
    return switch (use) {
      case "Threshold" ->
          choose(
              use,
              new Confidence.OfThreshold(temperature(given, select)),
              given.get("theta"),
              samples,
              target);
      case "Margin" ->
          choose(
              use,
              new Confidence.OfMargin(temperature(given, select)),
              given.get("theta"),
              samples,
              target);
      case "Entropy" -> {
        Double bound = given.get("bound");
        Confidence entropy = new Confidence.OfEntropy(temperature(given, select));
        yield choose(use, entropy, bound == null ? null : -bound, samples, target);
      }
      case "LogisticRegression" -> logisticRegression(use, given, samples, target);
      default ->
          throw Diagnostic.of(PolicyCode.NOT_TUNABLE, use)
              .need("Threshold, Margin, Entropy or LogisticRegression")
              .fix("give its parameters in ensemble.yaml")
              .toException();
    };
  }

  private static float temperature(Map<String, Double> given, LabelledScores select) {
    Double fixed = given.get("temperature");
    return (float) (fixed == null ? Temperature.fit(select) : fixed);
  }

  private static TunedPolicy logisticRegression(
      String use, Map<String, Double> given, LadderSamples samples, Target target) {
    Double w1 = given.get("w1");
    Double w2 = given.get("w2");
    if ((w1 == null) != (w2 == null)) {
      throw Diagnostic.of(PolicyCode.NOT_TUNABLE, use)
          .found("one of its two weights given")
          .need("both or none: they are fitted together")
          .fix("leave w1 and w2 to the tuner, or give both")
          .toException();
    }
    Double threshold = given.get("beta") == null ? null : -given.get("beta");
    LadderSamples choosing = samples;
    Confidence confidence;
    if (w1 == null) {
      confidence = fitted(samples.half(0));
      choosing = samples.half(1);
    } else {
      confidence = new Confidence.OfLogisticRegression(w1.floatValue(), w2.floatValue());
    }
    return choose(use, confidence, threshold, choosing, target);
  }

  /** Weights for the label "the local answer is right" (arXiv 2407.11061). */
  private static Confidence fitted(LadderSamples samples) {
    double[] p1 = new double[samples.size()];
    double[] p2 = new double[samples.size()];
    boolean[] right = new boolean[samples.size()];
    for (int i = 0; i < samples.size(); i++) {
      Scores scores = samples.scores(i);
      p1[i] = scores.maxProbability(1f);
      p2[i] = scores.secondProbability(1f);
      right[i] = samples.isLocalRight(i);
    }
    double[] weights = LogisticFit.fit(p1, p2, right, LogisticFit.L2);
    return new Confidence.OfLogisticRegression((float) weights[1], (float) weights[2]);
  }

  /**
   * @param fixed the threshold, where the manifest gives it; null: it is chosen for the target
   */
  private static TunedPolicy choose(
      String use, Confidence confidence, Double fixed, LadderSamples samples, Target target) {
    float[] values = new float[samples.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = confidence.of(samples.scores(i));
    }
    TuningCurve curve = TuningCurve.of(values, samples, confidence.least(), confidence.greatest());
    float threshold = fixed == null ? curve.choose(target).threshold() : fixed.floatValue();
    return new TunedPolicy(
        use,
        confidence.parameters(threshold),
        confidence.policy(threshold),
        curve,
        LadderCount.of(confidence.policy(threshold), samples));
  }
}
