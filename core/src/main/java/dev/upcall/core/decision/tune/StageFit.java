package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The half of tuning that fits: what a stage's policy looks at, from samples that play no part in
 * choosing its threshold.
 *
 * @param fit what the logistic regression's weights are fitted to
 */
record StageFit(Fit fit) {
  /** Values tried of a parameter of which nothing is known but its range. */
  private static final int GRID = 65;

  private static final List<String> OWN =
      List.of(
          "Threshold",
          "Margin",
          "Entropy",
          "Calibrated",
          "LogisticRegression",
          "PerClassThreshold",
          "Meanet");

  /** Whether a stage's weights are fitted on the tune split, whose other half then chooses. */
  static boolean fitsOnTune(StageTuning stage) {
    return stage.use().equals("LogisticRegression") && !stage.given().containsKey("w1");
  }

  /**
   * The confidence that a built-in with a threshold goes by; empty for another policy.
   *
   * @param select samples of the select split that reach the stage
   * @param tune samples of the fitting half that reach the stage, as a ladder of that stage alone
   */
  Optional<Confidence> confidence(StageTuning stage, LabelledScores select, LadderSamples tune) {
    Map<String, Double> given = stage.given();
    return switch (stage.use()) {
      case "Threshold" -> Optional.of(new Confidence.OfThreshold(temperature(given, select)));
      case "Margin" -> Optional.of(new Confidence.OfMargin(temperature(given, select)));
      case "Entropy" -> Optional.of(new Confidence.OfEntropy(temperature(given, select)));
      case "LogisticRegression" -> Optional.of(logisticRegression(given, tune));
      case "Calibrated" -> Optional.of(new Confidence.OfTable(table(given, select)));
      default -> Optional.empty();
    };
  }

  private static float temperature(Map<String, Double> given, LabelledScores select) {
    Double fixed = given.get("temperature");
    return (float) (fixed == null ? Temperature.fit(select) : fixed);
  }

  /** The table that is given whole, or fitted. */
  private static float[] table(Map<String, Double> given, LabelledScores select) {
    float[] table = Isotonic.fit(select);
    for (int lead = 0; lead < table.length; lead++) {
      Double fixed = given.getOrDefault("table[" + lead + "]", given.get("table"));
      table[lead] = fixed == null ? table[lead] : fixed.floatValue();
    }
    return table;
  }

  private Confidence logisticRegression(Map<String, Double> given, LadderSamples tune) {
    Double w1 = given.get("w1");
    Double w2 = given.get("w2");
    if ((w1 == null) != (w2 == null)) {
      throw Diagnostic.of(PolicyCode.NOT_TUNABLE, "LogisticRegression")
          .found("one of its two weights given")
          .need("both or none: they are fitted together")
          .fix("leave w1 and w2 to the tuner, or give both")
          .toException();
    }
    return w1 == null
        ? fitted(tune)
        : new Confidence.OfLogisticRegression(w1.floatValue(), w2.floatValue());
  }

  /**
   * The second probability keeps its weight only where the labels are so much likelier with it that
   * it is worth a parameter (Schwarz's criterion: deviance by ln n); else the weight would be
   * noise.
   */
  private Confidence fitted(LadderSamples samples) {
    int n = samples.size();
    double[] p1 = new double[n];
    double[] p2 = new double[n];
    boolean[] right = new boolean[n];
    int[] gain = new int[n];
    for (int i = 0; i < n; i++) {
      Scores scores = samples.scores(0, i);
      p1[i] = scores.maxProbability(1f);
      p2[i] = scores.secondProbability(1f);
      right[i] = samples.isRight(0, i);
      gain[i] = (samples.isHostRight(i) ? 1 : 0) - (right[i] ? 1 : 0);
    }
    if (fit == Fit.GAIN) {
      // Sure is where the host gains least.
      double[] weights = GainFit.fit(p1, p2, gain);
      return new Confidence.OfLogisticRegression((float) -weights[1], (float) -weights[2]);
    }
    double[] weights = LogisticFit.fit(p1, p2, right, LogisticFit.L2);
    double[] without = LogisticFit.fit(p1, new double[n], right, LogisticFit.L2);
    double likelier =
        2 * LogisticFit.negativeLogLikelihood(without, p1, p2, right)
            - 2 * LogisticFit.negativeLogLikelihood(weights, p1, p2, right);
    return likelier > Math.log(n)
        ? new Confidence.OfLogisticRegression((float) weights[1], (float) weights[2])
        : new Confidence.OfLogisticRegression((float) without[1], 0f);
  }

  /**
   * The same where the second probability was found to say nothing: nothing is fitted any more, and
   * no half of the tune split is spent on it. Empty where it does say something.
   */
  static Optional<StageTuning> withoutSecond(StageTuning stage, StageSettings fitted) {
    Map<String, Double> found = fitted.settings().get(0).parameters();
    if (found.get("w2") != 0) {
      return Optional.empty();
    }
    Map<String, Double> given = new LinkedHashMap<>(stage.given());
    given.put("w1", found.get("w1"));
    given.put("w2", 0.0);
    return Optional.of(new StageTuning(stage.use(), given, stage.free(), stage.maker()));
  }

  /** The threshold, where the manifest gives it. */
  static Optional<Float> threshold(StageTuning stage) {
    Map<String, Double> given = stage.given();
    Double value =
        switch (stage.use()) {
          case "Entropy" -> negative(given.get("bound"));
          case "LogisticRegression" -> negative(given.get("beta"));
          default -> given.get("theta");
        };
    return Optional.ofNullable(value).map(Double::floatValue);
  }

  private static Double negative(Double value) {
    return value == null ? null : -value;
  }

  /**
   * The settings of a policy whose verdicts are no threshold on one number.
   *
   * @param select samples of the select split that reach the stage
   * @param choosing the stage alone, and the host
   * @param last no stage follows
   */
  static StageSettings settings(
      StageTuning stage, LabelledScores select, LadderSamples choosing, boolean last) {
    return StageSettings.of(choosing, last, tried(stage, select, choosing), stage.maker());
  }

  private static List<Map<String, Double>> tried(
      StageTuning stage, LabelledScores select, LadderSamples choosing) {
    Map<String, StageTuning.Range> free = stage.free();
    if (free.isEmpty()) {
      return List.of(stage.given());
    }
    if (stage.use().equals("PerClassThreshold") && free.containsKey("theta")) {
      float temperature = temperature(stage.given(), select);
      return with(stage, new PerClassSearch(choosing, temperature).parameters());
    }
    if (stage.use().equals("Meanet") && free.containsKey("bound") && !free.containsKey("hard")) {
      Confidence entropy = new Confidence.OfEntropy(temperature(stage.given(), select));
      return with(
          stage,
          StageSettings.thresholds(choosing.stages().get(0).scores(), entropy, GRID).stream()
              .map(entropy::parameters)
              .toList());
    }
    return grid(stage);
  }

  /** Each with what the manifest gives. */
  private static List<Map<String, Double>> with(
      StageTuning stage, List<Map<String, Double>> found) {
    return found.stream()
        .map(
            values -> {
              Map<String, Double> all = new LinkedHashMap<>(stage.given());
              all.putAll(values);
              return all;
            })
        .toList();
  }

  /** Of a policy without a tuner of its own: at most one parameter may be free. */
  private static List<Map<String, Double>> grid(StageTuning stage) {
    Map.Entry<String, StageTuning.Range> free = stage.free().entrySet().iterator().next();
    StageTuning.Range range = free.getValue();
    boolean bounded = Double.isFinite(range.min()) && Double.isFinite(range.max());
    if (stage.free().size() > 1 || !bounded) {
      throw Diagnostic.of(PolicyCode.NOT_TUNABLE, stage.use())
          .found("%s to be tuned", String.join(", ", stage.free().keySet()))
          .need("%s; or one parameter with a least and a greatest value", String.join(", ", OWN))
          .fix("give its parameters in ensemble.yaml")
          .toException();
    }
    List<Map<String, Double>> found = new ArrayList<>();
    for (int i = 0; i < GRID; i++) {
      double value = range.min() + (range.max() - range.min()) * i / (GRID - 1);
      found.add(Map.of(free.getKey(), (double) (float) value));
    }
    return with(stage, found);
  }
}
