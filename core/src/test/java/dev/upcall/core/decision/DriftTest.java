package dev.upcall.core.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.tune.DriftSimulation;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What learning costs where the world changes: learners stay within a tenth of the best fixed
 * threshold in hindsight, over the whole run and of the 2000 samples after the change alone, with
 * parameters that were chosen on changes 0 to 19. HilN's are its standard ones.
 */
class DriftTest {
  private static final int FIRST = 1000;
  private static final int CHANGES = 60;
  private static final double BOUND = 1.10;

  static Stream<Arguments> learners() {
    return Stream.of(0.2f, 0.3f)
        .flatMap(
            price ->
                Stream.of(
                    learner("HiLcbLite", price, () -> new HiLcbLite(price, 0.03f, 20)),
                    learner("HiLcb", price, () -> new HiLcb(price, 0.03f, 15)),
                    learner("HilN", price, () -> new HilN(price, 0.5f, 0.01f, 0.001f))));
  }

  private static Arguments learner(String name, float price, Supplier<Policy> maker) {
    return Arguments.of(name, price, maker);
  }

  @ParameterizedTest(name = "{0} at a price of {1}")
  @MethodSource("learners")
  void costsLittleMoreThanTheBestThreshold(String name, float price, Supplier<Policy> maker) {
    DriftSimulation.Outcomes found = DriftSimulation.of(maker, price, FIRST, CHANGES);
    assertTrue(found.whole().ratio() <= BOUND, () -> "the whole: " + found.whole().ratio());
    assertTrue(
        found.secondHalf().ratio() <= BOUND,
        () -> "after the change: " + found.secondHalf().ratio());
  }

  @Test
  void alwaysAskingCostsThePriceOfEverySample() {
    DriftSimulation.Outcomes found =
        DriftSimulation.draw(FIRST).run(scores -> Verdict.CONTINUE, 0.25f, 1);
    assertEquals(2 * DriftSimulation.HALF * 0.25, found.whole().cost(), 1e-6);
    assertEquals(DriftSimulation.HALF * 0.25, found.secondHalf().cost(), 1e-6);
    assertTrue(found.whole().ratio() > 1 && found.secondHalf().ratio() > 1);
  }

  @Test
  void noFixedThresholdBeatsTheBest() {
    DriftSimulation change = DriftSimulation.draw(FIRST);
    for (float theta : List.of(0f, 0.25f, 0.5f, 0.75f, 0.9375f)) {
      DriftSimulation.Outcomes found = change.run(new Threshold(theta, 1), 0.3f, 1);
      assertTrue(found.whole().ratio() >= 1, () -> theta + ": " + found.whole());
      assertTrue(found.secondHalf().ratio() >= 1, () -> theta + ": " + found.secondHalf());
    }
  }
}
