package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTunerTest {
  private final LadderTuner tuner = new LadderTuner();
  private final LadderSamples tune = Samples.draw(2000, 1.5, 0.97, 11);
  private final LabelledScores select = Samples.draw(2000, 1.5, 0.97, 12).stages().get(0);
  private final LadderSamples test = Samples.draw(20_000, 1.5, 0.97, 13);

  @ParameterizedTest
  @ValueSource(strings = {"Threshold", "Margin", "Entropy", "LogisticRegression"})
  void meetsTargetsOnSamplesItNeverSaw(String use) {
    TunedLadder budget = tune(use, Map.of(), select, tune, Target.maxUpcalls(0.3));
    LadderCount held = LadderCount.of(budget.policies(), test);
    assertTrue(budget.count().upcallFraction() <= 0.3, budget::toString);
    assertEquals(0.3, held.upcallFraction(), 0.05);

    TunedLadder accuracy = tune(use, Map.of(), select, tune, Target.accuracy(0.9));
    assertTrue(accuracy.count().accuracy() >= 0.9, accuracy::toString);
    held = LadderCount.of(accuracy.policies(), test);
    assertEquals(0.9, held.accuracy(), 0.03);
    // A random choice of as many upcalls would be far worse than the policy's.
    double local = LadderCount.of(List.of(new Threshold(0, 1)), test).accuracy();
    double random = local + (0.97 - local) * held.upcallFraction();
    assertTrue(held.accuracy() > random + 0.04, () -> local + " " + random);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Threshold", "Margin", "Entropy", "LogisticRegression"})
  void countsWithThePolicyWhatTheCurvePromises(String use) {
    TunedLadder tuned = tune(use, Map.of(), select, tune, Target.maxUpcalls(0.25));
    assertTrue(
        tuned.curve().stream().anyMatch(p -> p.count().equals(tuned.count())), tuned::toString);
  }

  @Test
  void fitsTheTemperatureUnlessGiven() {
    Target target = Target.maxUpcalls(0.2);
    TunedLadder fitted = tune("Threshold", Map.of(), select, tune, target);
    assertEquals(1.5, fitted.stages().get(0).parameters().get("temperature"), 0.2);
    TunedLadder given = tune("Threshold", Map.of("temperature", 2.0), select, tune, target);
    assertEquals(2.0, given.stages().get(0).parameters().get("temperature"));
  }

  @Test
  void keepsWhatTheManifestGives() {
    TunedLadder theta =
        tune("Threshold", Map.of("theta", 0.75), select, tune, Target.maxUpcalls(1));
    assertEquals(0.75, theta.stages().get(0).parameters().get("theta"));
    TunedLadder beta =
        tune(
            "LogisticRegression",
            Map.of("beta", -2.0, "w1", 4.0, "w2", -1.0),
            select,
            tune,
            Target.maxUpcalls(1));
    assertEquals(Map.of("beta", -2.0, "w1", 4.0, "w2", -1.0), beta.stages().get(0).parameters());
    assertEquals(tune.size(), beta.count().samples());
  }

  /** Labels are drawn by the probabilities, so that the greatest says it all. */
  @Test
  void dropsASecondProbabilityThatSaysNothing() {
    LadderSamples drawn = Samples.draw(2000, 1, 0.9, 17);
    TunedLadder tuned =
        tune("LogisticRegression", Map.of(), select, drawn, Target.leastCost(0.2, 1));
    assertEquals(0.0, tuned.stages().get(0).parameters().get("w2"));
    assertEquals(drawn.size(), tuned.count().samples(), "no half was spent on fitting");
  }

  /** Answers are right where the second class is far away, whatever the greatest probability. */
  @Test
  void keepsASecondProbabilityThatSaysMore() {
    LadderSamples drawn = Samples.draw(2000, 1, 0.9, 17);
    int[] labels = new int[drawn.size()];
    for (int i = 0; i < labels.length; i++) {
      Scores scores = drawn.scores(0, i);
      labels[i] = scores.secondProbability(1f) < 0.15f ? scores.top1() : scores.top2();
    }
    LabelledScores stage = new LabelledScores(drawn.stages().get(0).scores(), labels);
    boolean[] host = new boolean[labels.length];
    Arrays.fill(host, true);
    TunedLadder tuned =
        tune(
            "LogisticRegression",
            Map.of(),
            select,
            new LadderSamples(stage, host),
            Target.leastCost(0.2, 1));
    assertTrue(tuned.stages().get(0).parameters().get("w2") < -1, tuned::toString);
    assertEquals(drawn.size() / 2, tuned.count().samples());
  }

  @Test
  void parametersAreThePolicys() {
    TunedLadder tuned = tune("Threshold", Map.of(), select, tune, Target.maxUpcalls(0.2));
    Policy again =
        new Threshold(
            tuned.stages().get(0).parameters().get("theta").floatValue(),
            tuned.stages().get(0).parameters().get("temperature").floatValue());
    assertEquals(tuned.policies(), List.of(again));
    for (double value : tuned.stages().get(0).parameters().values()) {
      assertEquals(value, (float) value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Threshold", "Margin", "Entropy", "LogisticRegression"})
  void copesWithDegenerateSamples(String use) {
    for (boolean local : new boolean[] {true, false}) {
      for (boolean host : new boolean[] {true, false}) {
        LadderSamples all = Samples.constant(40, local, host);
        TunedLadder tuned = tune(use, Map.of(), all.stages().get(0), all, Target.maxUpcalls(1));
        assertTrue(tuned.stages().get(0).parameters().values().stream().allMatch(Double::isFinite));
        if (local) {
          TunedLadder alone = tune(use, Map.of(), all.stages().get(0), all, Target.accuracy(1));
          assertEquals(0, alone.count().upcallFraction());
        } else if (host) {
          assertTrue(tuned.count().accuracy() > 0.8, tuned::toString);
        } else {
          assertThrows(
              UpcallException.class,
              () -> tune(use, Map.of(), all.stages().get(0), all, Target.accuracy(0.5)));
        }
      }
    }
  }

  @Test
  void countsAPolicyAsGiven() {
    StageTuning never = StageTuning.fixed("Never", Map.of(), values -> scores -> Verdict.UPCALL);
    TunedLadder given =
        tuner.tune(
            new LadderTuner.Task(List.of(never), List.of(select), tune, Target.leastCost(1, 1)));
    assertEquals(1, given.count().upcallFraction());
    assertEquals(0, given.count().accepted());
    assertEquals(1, given.curve().size());
  }

  @Test
  void findsTheOneFreeParameterOfAnotherPolicy() {
    PolicyMaker maker = values -> new Threshold(values.get("mine").floatValue(), 1.5f);
    StageTuning mine =
        new StageTuning("Mine", Map.of(), Map.of("mine", new StageTuning.Range(0, 1)), maker);
    TunedLadder tuned =
        tuner.tune(
            new LadderTuner.Task(List.of(mine), List.of(select), tune, Target.maxUpcalls(0.3)));
    TunedLadder own = tune("Threshold", Map.of(), select, tune, Target.maxUpcalls(0.3));
    assertEquals(own.count().accuracy(), tuned.count().accuracy(), 0.02);
    assertTrue(tuned.count().upcallFraction() <= 0.3);
  }

  @Test
  void choosesForTheLeastCost() {
    for (double offload : new double[] {0, 0.1, 0.3, 1.5}) {
      Target target = Target.leastCost(offload, 1);
      TunedLadder tuned = tune("Threshold", Map.of(), select, tune, target);
      Target.Prices prices = target.prices().orElseThrow();
      double cost = prices.of(tuned.count());
      tuned
          .curve()
          .forEach(point -> assertTrue(cost <= prices.of(point.count()) + 1e-9, point::toString));
      if (offload > 1) {
        assertEquals(0, tuned.count().upcallFraction(), "an upcall dearer than an error");
      }
    }
  }

  /** A host that is right only where the device is: asking it gains nothing. */
  @Test
  void fitsTheHostsGainWhereAsked() {
    boolean[] host = new boolean[tune.size()];
    for (int i = 0; i < host.length; i++) {
      // Right on the samples of middling confidence alone.
      float p = tune.scores(0, i).maxProbability(1.5f);
      host[i] = p > 0.3f;
    }
    LadderSamples samples = new LadderSamples(tune.stages(), host);
    Target target = Target.maxUpcalls(0.25);
    double gain =
        tuner.tune(task("LogisticRegression", samples, target, Fit.GAIN)).count().accuracy();
    double right =
        tuner.tune(task("LogisticRegression", samples, target, Fit.RIGHT)).count().accuracy();
    assertTrue(gain > right + 0.02, () -> gain + " " + right);
  }

  private LadderTuner.Task task(String use, LadderSamples samples, Target target, Fit fit) {
    return new LadderTuner.Task(
        List.of(StageTuning.of(use, Map.of())),
        List.of(select),
        samples,
        target,
        fit,
        Optional.empty(),
        Optional.empty());
  }

  private TunedLadder tune(
      String use,
      Map<String, Double> given,
      LabelledScores select,
      LadderSamples samples,
      Target target) {
    return tuner.tune(
        new LadderTuner.Task(
            List.of(StageTuning.of(use, given)), List.of(select), samples, target));
  }

  @Test
  void refuses() {
    Target target = Target.maxUpcalls(0.2);
    StageTuning.Range any = new StageTuning.Range(0, 1);
    StageTuning two =
        new StageTuning("Mine.java", Map.of(), Map.of("a", any, "b", any), values -> null);
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> tuner.tune(new LadderTuner.Task(List.of(two), List.of(select), tune, target)));
    assertEquals(PolicyCode.NOT_TUNABLE, e.diagnostics().get(0).code(), e::getMessage);
    expect(PolicyCode.NOT_TUNABLE, "LogisticRegression", Map.of("w1", 1.0), tune, target);
    expect(PolicyCode.TUNE_DATA, "Threshold", Map.of(), Samples.draw(3, 1, 1, 1), target);
    expect(PolicyCode.INFEASIBLE, "Threshold", Map.of(), tune, Target.accuracy(1));
    assertThrows(
        IllegalArgumentException.class, () -> new LabelledScores(List.of(), new int[] {1}));
  }

  private void expect(
      PolicyCode code,
      String use,
      Map<String, Double> given,
      LadderSamples samples,
      Target target) {
    UpcallException e =
        assertThrows(UpcallException.class, () -> tune(use, given, select, samples, target));
    assertEquals(code, e.diagnostics().get(0).code(), e::getMessage);
  }
}
