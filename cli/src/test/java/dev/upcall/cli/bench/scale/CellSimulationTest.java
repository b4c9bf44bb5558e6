package dev.upcall.cli.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.scale.Scenario.Loss;
import dev.upcall.cli.bench.scale.Scenario.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellSimulationTest {
  private static final double NETWORK_S = 0.02;
  private static final Profile PROFILE = new Profile(0.1, 0.2, 784, 10, 5, 2);
  private static final Capacities CAPACITIES =
      new Capacities(2400, 2000, 0.5e-3, 22.7e-6, 4, 0.6, 4, 50_000);
  private static final LoadModel MODEL = LoadModel.of(20_000, PROFILE, CAPACITIES);

  private static Outcome run(Scenario scenario, long seed) {
    return CellSimulation.run(MODEL, scenario, NETWORK_S, seed);
  }

  @Test
  void aCalmCellFaresAsTheClosedFormSays() {
    Scenario calm = Scenario.calm(120, 1).withBatch(1);
    Outcome outcome = run(calm, 1);
    double expected = 20_000 * 0.02 * (calm.seconds() - calm.warmUp());
    assertEquals(expected, outcome.asked(), 0.02 * expected);
    assertEquals(outcome.asked(), outcome.answered());
    assertEquals(MODEL.brokerUtilisation(1), outcome.brokerBusy(), 0.02 * outcome.brokerBusy());
    assertEquals(MODEL.gatewayUtilisation(1), outcome.gatewayBusy(), 0.02 * outcome.gatewayBusy());
    assertEquals(MODEL.latencyS(1, NETWORK_S), outcome.meanS(), 0.02 * outcome.meanS());
    assertTrue(outcome.p50S() >= 2 * NETWORK_S && outcome.p99S() >= outcome.p50S());
    assertEquals(0, outcome.repeats() + outcome.lost() + outcome.turnedAway());
  }

  @Test
  void theSameSeedGivesTheSameOutcome() {
    Scenario day = Scenario.day(30);
    assertEquals(run(day, 3), run(day, 3));
    assertNotEquals(run(day, 3), run(day, 4));
  }

  @Test
  void whatIsLostWithANodeIsAskedAgain() {
    Outcome outcome = run(Scenario.loss(60, PROFILE.peak()), 1);
    assertTrue(outcome.lost() > 0, outcome::toString);
    assertTrue(outcome.repeats() > 0, outcome::toString);
    assertEquals(outcome.asked(), outcome.answered() + outcome.missed());
    // A spare of each kind carries the peak: only what waits for a second chance is late.
    assertTrue(outcome.missedShare() < 0.001, outcome::toString);
  }

  @Test
  void withoutGatewaysEveryDeadlineIsMissedAndThenNone() {
    LoadModel one = new LoadModel(2000, 1, 2, 1, 2, PROFILE, CAPACITIES);
    Scenario dark =
        new Scenario(
            "dark",
            40,
            0,
            1,
            0,
            List.of(),
            List.of(new Loss(Tier.GATEWAY, 10, 30)),
            Scenario.BATCH);
    Outcome outcome = CellSimulation.run(one, dark, NETWORK_S, 1);
    // Those of 15 seconds: who asks in the last five of the twenty is answered when it returns.
    double expected = 2000 * 0.02 * 15;
    assertEquals(expected, outcome.missed(), 0.15 * expected, outcome.toString());
    assertEquals(outcome.asked(), outcome.answered() + outcome.missed());
  }

  @Test
  void tooMuchIsTurnedAwayAndBatchesAreFull() {
    LoadModel small = new LoadModel(400_000, 1, 16, 1, 2, PROFILE, CAPACITIES);
    Outcome outcome = CellSimulation.run(small, Scenario.calm(10, 1), NETWORK_S, 1);
    assertTrue(outcome.turnedAway() > 0, outcome::toString);
    assertTrue(outcome.gatewayBusy() > 0.99, outcome::toString);
    assertEquals(Scenario.BATCH, outcome.meanBatch(), 2);
  }

  /** Half of 20 000 devices in a second, and brokers that pass on 2400 upcalls in one. */
  @Test
  void aStormIsAnsweredLateOrNotAtAllAndThenItIsOver() {
    Outcome outcome = run(Scenario.storm(60), 1);
    assertTrue(outcome.missedShare() > 0.01, outcome::toString);
    assertTrue(outcome.repeats() > 1000, outcome::toString);
    assertEquals(outcome.asked(), outcome.answered() + outcome.missed());
    assertTrue(outcome.brokerBusy() < 0.8, "it is over: " + outcome);
    assertTrue(outcome.p99S() < 5, outcome::toString);
  }

  @Test
  void theDayHasThePeakInItsMiddle() {
    Arrivals day =
        new Arrivals(Scenario.day(100), PROFILE, 1000, new java.util.SplittableRandom(1));
    double mean = 1000 * PROFILE.upcallsPerSecond();
    assertEquals(0, day.rate(0), 1e-9);
    assertEquals(mean, day.rate(25), 1e-9);
    assertEquals(PROFILE.peak() * mean + 1000 * 0.05 / 10, day.rate(50), 1e-9);
  }
}
