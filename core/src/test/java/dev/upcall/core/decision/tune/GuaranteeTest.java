package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuaranteeTest {
  private static final int DRAWS = 1000;

  private final LadderSamples tune = Samples.draw(1500, 1.5, 0.97, 21);

  @Test
  void holdsWhereClopperAndPearsonsBoundDoes() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      int accepted = 1 + random.nextInt(300);
      int wrong = random.nextInt(accepted + 1) / (1 + random.nextInt(20));
      Guarantee guarantee = new Guarantee(0.01 + 0.3 * random.nextDouble(), 0.05);
      boolean expected = Interval.upperBound(wrong, accepted, 0.05) <= guarantee.alpha();
      assertEquals(expected, guarantee.holds(accepted, wrong), () -> wrong + "/" + accepted);
    }
    assertEquals(59, new Guarantee(0.05, 0.05).leastAccepted());
    assertTrue(new Guarantee(0.05, 0.05).holds(59, 0) && !new Guarantee(0.05, 0.05).holds(58, 0));
  }

  /** Guarantee splits are drawn anew, tune split and sequence stay: how often is it broken? */
  @Test
  void isBrokenNoMoreOftenThanItSays() {
    Guarantee guarantee = new Guarantee(0.45, 0.1);
    LadderSamples population = Samples.draw(20_000, 1.5, 0.97, 22);
    TunedLadder tuned = tune(tune, Optional.empty());
    GuaranteeSimulation simulation =
        new GuaranteeSimulation(guarantee, guarantee.sequence(tuned.curve(), 400), population);
    GuaranteeSimulation.Outcome outcome = simulation.run(tuned::policies, 400, DRAWS, 23);
    assertTrue(outcome.coverage() >= 0.9, outcome::toString);
    // Not by accepting nothing: most draws give a setting, and the bound is used.
    assertTrue(outcome.passing() > 0.5, outcome::toString);
    assertTrue(outcome.coverage() < 1, outcome::toString);
  }

  @Test
  void choosesAmongWhatPassed() {
    LadderSamples samples = Samples.draw(2000, 1.5, 0.97, 24);
    Guarantee guarantee = new Guarantee(0.3, 0.1);
    TunedLadder tuned = tune(tune, Optional.of(new LadderTuner.Tested(guarantee, samples)));
    Guarantee.Result result = tuned.guarantee().orElseThrow();
    Guarantee.Step chosen = result.chosen().orElseThrow();
    assertTrue(chosen.upper() <= 0.3);
    assertTrue(result.failed().orElseThrow().upper() > 0.3);
    LadderCount count = LadderCount.of(tuned.policies(), samples);
    assertEquals(chosen.accepted(), count.accepted());
    assertEquals(chosen.wrong(), count.acceptedWrong());
    // As few upcalls as can be guaranteed.
    result.passed().forEach(step -> assertTrue(step.accepted() <= chosen.accepted() + 20));
  }

  @Test
  void refusesWhatSamplesCannotShow() {
    LadderSamples few = Samples.draw(30, 1.5, 0.97, 25);
    Guarantee strict = new Guarantee(0.001, 0.05);
    Diagnostic problem =
        assertThrows(
                UpcallException.class,
                () -> tune(tune, Optional.of(new LadderTuner.Tested(strict, few))))
            .diagnostics()
            .get(0);
    assertEquals(PolicyCode.NO_GUARANTEE, problem.code());
    assertTrue(problem.need().contains("at least 2995"), problem::need);
    assertThrows(UpcallException.class, () -> new Guarantee(0, 0.1));
    assertThrows(UpcallException.class, () -> new Guarantee(0.1, 1));
  }

  private static TunedLadder tune(LadderSamples tune, Optional<LadderTuner.Tested> tested) {
    return new LadderTuner()
        .tune(
            new LadderTuner.Task(
                List.of(StageTuning.of("Threshold", Map.of("temperature", 1.0))),
                tune.stages(),
                tune,
                Target.leastCost(1, 0),
                Fit.RIGHT,
                Optional.empty(),
                tested));
  }
}
