package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Asynchronous;
import dev.upcall.core.decision.Audited;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.RateLimited;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Replays count what is asked behind the device's own answers. */
class HabitsReplayTest {
  private static final int SAMPLES = 400;
  private static final LadderSamples RECORDED = Samples.ladder(SAMPLES, 1, 0.9, 3);

  private static final Policy PLAIN = scores -> asks(new Threshold(0.8f, 1).decide(scores));

  private static Verdict asks(Verdict verdict) {
    return verdict.behindLastStage();
  }

  @Test
  void answersForNowAreTheDevicesUntilTheyAreCorrected() {
    LadderCount waiting = LadderCount.of(List.of(PLAIN), RECORDED);
    LadderRun run = LadderRun.of(List.of(new Asynchronous(PLAIN)), RECORDED);
    LadderCount later = run.count();
    LadderCount device = LadderCount.of(List.of(new Threshold(0, 1)), RECORDED);
    assertTrue(waiting.upcalls() > 20 && waiting.upcalls() < SAMPLES - 20);
    assertEquals(waiting.upcalls(), later.upcalls());
    assertEquals(waiting.upcalls(), run.habits().later());
    assertEquals(0, later.awaited());
    assertEquals(device.right(), later.right());
    assertEquals(waiting.right(), later.right() + run.habits().gained());
  }

  @Test
  void auditsCostUpcallsThatNobodyWaitsFor() {
    LadderCosts costs = new LadderCosts(List.of(new Cost(1, 2)), new Cost(20, 4));
    LadderCount plain = LadderCount.of(List.of(PLAIN), RECORDED);
    LadderRun run = LadderRun.of(List.of(new Audited(4, PLAIN)), RECORDED);
    LadderCount audited = run.count();
    int checked = run.habits().audits();
    assertEquals(plain.accepted() / 4.0, checked, 1);
    assertEquals(plain.upcalls() + checked, audited.upcalls());
    assertEquals(plain.right(), audited.right());
    assertEquals(costs.mean(plain).latencyMs(), costs.mean(audited).latencyMs(), 1e-12);
    assertEquals(
        costs.mean(plain).energyMj() + 4.0 * checked / SAMPLES,
        costs.mean(audited).energyMj(),
        1e-12);
  }

  /** A sample a second: one upcall in ten seconds is a tenth of the samples at most. */
  @Test
  void theClockOfAReplayRuns() {
    LadderRun run = LadderRun.of(List.of(new RateLimited(10_000, 2, PLAIN)), RECORDED);
    LadderCount limited = run.count();
    LadderCount plain = LadderCount.of(List.of(PLAIN), RECORDED);
    assertTrue(limited.upcalls() > SAMPLES / 20 && limited.upcalls() <= 2 + SAMPLES / 10);
    assertEquals(plain.upcalls() - limited.upcalls(), run.habits().degraded());
  }

  /** What is searched for is what is found: the search counts upcalls as the replay does. */
  @Test
  void theSearchCountsTheSameUpcalls() {
    Supplier<Policy> maker = () -> new Audited(3, new Asynchronous(PLAIN));
    StageSettings settings =
        StageSettings.of(
            RECORDED,
            true,
            List.of(Map.of()),
            new PolicyMaker() {
              @Override
              public Policy make(Map<String, Double> values) {
                return maker.get();
              }

              @Override
              public Supplier<Policy> maker(Map<String, Double> values) {
                return maker;
              }
            });
    LadderRun run = LadderRun.of(List.of(maker.get()), RECORDED);
    LadderCount replayed = run.count();
    new JointSearch(RECORDED, List.of(settings), Optional.empty())
        .visit(
            point -> {
              assertEquals(replayed.upcalls(), point.count().upcalls());
              assertEquals(replayed.right(), point.count().right());
            });
    assertTrue(run.habits().audits() > 5 && run.habits().later() > 5);
  }
}
