package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTunerTest {
  private final PolicyTuner tuner = new PolicyTuner();
  private final LadderSamples tune = Samples.draw(2000, 1.5, 0.97, 11);
  private final LabelledScores select = Samples.draw(2000, 1.5, 0.97, 12).device();
  private final LadderSamples test = Samples.draw(20_000, 1.5, 0.97, 13);

  @ParameterizedTest
  @ValueSource(strings = {"Threshold", "Margin", "Entropy", "LogisticRegression"})
  void meetsTargetsOnSamplesItNeverSaw(String use) {
    TunedPolicy budget = tuner.tune(use, Map.of(), select, tune, Target.maxUpcalls(0.3));
    LadderCount held = LadderCount.of(budget.policy(), test);
    assertTrue(budget.count().upcallFraction() <= 0.3, budget::toString);
    assertEquals(0.3, held.upcallFraction(), 0.05);

    TunedPolicy accuracy = tuner.tune(use, Map.of(), select, tune, Target.accuracy(0.9));
    assertTrue(accuracy.count().accuracy() >= 0.9, accuracy::toString);
    held = LadderCount.of(accuracy.policy(), test);
    assertEquals(0.9, held.accuracy(), 0.03);
    // A random choice of as many upcalls would be far worse than the policy's.
    double local = LadderCount.of(new Threshold(0, 1), test).accuracy();
    double random = local + (0.97 - local) * held.upcallFraction();
    assertTrue(held.accuracy() > random + 0.04, () -> local + " " + random);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Threshold", "Margin", "Entropy", "LogisticRegression"})
  void countsWithThePolicyWhatTheCurvePromises(String use) {
    TunedPolicy tuned = tuner.tune(use, Map.of(), select, tune, Target.maxUpcalls(0.25));
    assertTrue(
        tuned.curve().points().stream().anyMatch(p -> p.count().equals(tuned.count())),
        tuned::toString);
  }

  @Test
  void fitsTheTemperatureUnlessGiven() {
    Target target = Target.maxUpcalls(0.2);
    TunedPolicy fitted = tuner.tune("Threshold", Map.of(), select, tune, target);
    assertEquals(1.5, fitted.parameters().get("temperature"), 0.2);
    TunedPolicy given = tuner.tune("Threshold", Map.of("temperature", 2.0), select, tune, target);
    assertEquals(2.0, given.parameters().get("temperature"));
  }

  @Test
  void keepsWhatTheManifestGives() {
    TunedPolicy theta =
        tuner.tune("Threshold", Map.of("theta", 0.75), select, tune, Target.maxUpcalls(0.2));
    assertEquals(0.75, theta.parameters().get("theta"));
    TunedPolicy beta =
        tuner.tune(
            "LogisticRegression",
            Map.of("beta", -2.0, "w1", 4.0, "w2", -1.0),
            select,
            tune,
            Target.maxUpcalls(0.2));
    assertEquals(Map.of("beta", -2.0, "w1", 4.0, "w2", -1.0), beta.parameters());
    assertEquals(tune.size(), beta.count().samples());
  }

  @Test
  void parametersAreThePolicys() {
    TunedPolicy tuned = tuner.tune("Threshold", Map.of(), select, tune, Target.maxUpcalls(0.2));
    Policy again =
        new Threshold(
            tuned.parameters().get("theta").floatValue(),
            tuned.parameters().get("temperature").floatValue());
    assertEquals(tuned.policy(), again);
    for (double value : tuned.parameters().values()) {
      assertEquals(value, (float) value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Threshold", "Margin", "Entropy", "LogisticRegression"})
  void copesWithDegenerateSamples(String use) {
    for (boolean local : new boolean[] {true, false}) {
      for (boolean host : new boolean[] {true, false}) {
        LadderSamples all = Samples.constant(40, local, host);
        TunedPolicy tuned = tuner.tune(use, Map.of(), all.device(), all, Target.maxUpcalls(1));
        assertTrue(tuned.parameters().values().stream().allMatch(Double::isFinite));
        if (local) {
          TunedPolicy alone = tuner.tune(use, Map.of(), all.device(), all, Target.accuracy(1));
          assertEquals(0, alone.count().upcallFraction());
        } else if (host) {
          assertTrue(tuned.count().accuracy() > 0.8, tuned::toString);
        } else {
          assertThrows(
              UpcallException.class,
              () -> tuner.tune(use, Map.of(), all.device(), all, Target.accuracy(0.5)));
        }
      }
    }
  }

  @Test
  void countsAPolicyAsGiven() {
    Policy never = scores -> Verdict.UPCALL;
    TunedPolicy given = TunedPolicy.asGiven("Never", Map.of(), never, tune);
    assertEquals(1, given.count().upcallFraction());
    assertEquals(0, given.count().accepted());
    assertEquals(given.count(), given.curve().best().count());
  }

  @Test
  void refuses() {
    Target target = Target.maxUpcalls(0.2);
    expect(PolicyCode.NOT_TUNABLE, "Mine.java", Map.of(), tune, target);
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
        assertThrows(UpcallException.class, () -> tuner.tune(use, given, select, samples, target));
    assertEquals(code, e.diagnostics().get(0).code(), e::getMessage);
  }
}
