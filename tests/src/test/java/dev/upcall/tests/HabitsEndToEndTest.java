package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Audits, corrections, rates and silence, the whole way over a serial line. */
class HabitsEndToEndTest {
  private static final int DEADLINE_MS = 400;

  @TempDir Path folder;

  /**
   * A ladder of two stages.
   *
   * @param around the policy behind the last, %s for the one that it wraps
   */
  private Prepared prepared(String around, SyntheticProject synthetic) {
    String device =
        """
        stages:
          - {run: exits, exit: early, policy: {use: Threshold, theta: 0.9}}
          - {run: exits, policy: %s}
        """
            .formatted(around.formatted("{use: Threshold, theta: 0.8}"));
    Project project = synthetic.write(folder.resolve("project"), device);
    return Prepared.of(project);
  }

  @ParameterizedTest
  @ValueSource(strings = {"posix", "microbit"})
  void auditsReachTheGatewaysBook(String board) throws InterruptedException {
    Prepared prepared =
        prepared(
            "{use: Audited, every: 2, of: {use: Threshold, theta: 0}}", SyntheticProject.tiny());
    try (RunningBoard running =
            RunningBoard.start(prepared.project(), board, folder.resolve("out"));
        Desk desk = Desk.serving(prepared.project()).serial(running.port())) {
      List<Injected> results = desk.inject(prepared.raw());
      int accepted = 0;
      for (int i = 0; i < results.size(); i++) {
        Outcome expected = prepared.expected().get(i);
        Result.Source source = expected.upcall() ? Result.Source.ANSWERED : Result.Source.LOCAL;
        assertEquals(source, results.get(i).source(), "sample " + i);
        accepted += !expected.upcall() && expected.stage() == 1 ? 1 : 0;
      }
      List<UpcallRequest> audits =
          desk.traffic().upcalls().stream().filter(u -> u.header().has(Header.AUDIT)).toList();
      assertTrue(accepted >= 4, "accepted " + accepted);
      assertTrue(Math.abs(audits.size() - accepted / 2.0) <= 1, audits.size() + " of " + accepted);
      long right =
          audits.stream()
              .filter(u -> desk.traffic().answerTo(u).classIndex() == u.classIndex())
              .count();
      AuditPage page = desk.audits().get(0);
      assertEquals(AuditPage.Share.of(audits.size(), (int) right), page.all());
    }
  }

  @Test
  void whatIsCorrectedLaterIsLocalAtOnce() throws InterruptedException {
    Prepared prepared = prepared("{use: Asynchronous, of: %s}", SyntheticProject.tiny());
    try (RunningBoard running =
            RunningBoard.start(prepared.project(), "posix", folder.resolve("out"));
        Desk desk = Desk.serving(prepared.project()).serial(running.port())) {
      List<Injected> results = desk.inject(prepared.raw());
      int flagged = 0;
      for (UpcallRequest upcall : desk.traffic().upcalls()) {
        flagged += upcall.header().has(Header.ASYNCHRONOUS) ? 1 : 0;
      }
      assertTrue(flagged > 3, "flagged " + flagged);
      assertEquals(flagged, desk.traffic().upcalls().size());
      for (int i = 0; i < results.size(); i++) {
        assertEquals(prepared.expected().get(i).top(), results.get(i).classIndex(), "sample " + i);
        assertEquals(Result.Source.LOCAL, results.get(i).source(), "sample " + i);
      }
      assertEquals(List.of(), desk.audits());
    }
  }

  @Test
  void aRateHoldsUnderLoad() throws InterruptedException {
    Prepared prepared =
        prepared(
            "{use: RateLimited, interval: 3600000, burst: 3, of: %s}", SyntheticProject.tiny());
    try (RunningBoard running =
            RunningBoard.start(prepared.project(), "posix", folder.resolve("out"));
        Desk desk = Desk.serving(prepared.project()).serial(running.port())) {
      List<Injected> results = desk.inject(prepared.raw());
      assertEquals(3, desk.traffic().upcalls().size());
      assertEquals(3, count(results, Result.Source.ANSWERED));
      assertTrue(count(results, Result.Source.DEGRADED) > 3, "all others");
    }
  }

  /** Samples come, and nobody answers: one deadline passes, and the rest is degraded at once. */
  @Test
  void withoutAnswersOnlyTheFirstWaits() throws InterruptedException {
    Prepared prepared =
        prepared("{use: Quiet, of: %s}", SyntheticProject.tiny().withDeadline(DEADLINE_MS));
    try (RunningBoard running =
            RunningBoard.start(prepared.project(), "posix", folder.resolve("out"));
        Desk desk = Desk.withoutGateway(prepared.project()).serial(running.port())) {
      List<Injected> degraded =
          desk.inject(prepared.raw()).stream()
              .filter(result -> result.source() == Result.Source.DEGRADED)
              .toList();
      assertTrue(degraded.size() > 3, "degraded " + degraded.size());
      assertTrue(degraded.get(0).wall().toMillis() >= DEADLINE_MS);
      for (Injected result : degraded.subList(1, degraded.size())) {
        assertTrue(result.wall().toMillis() < DEADLINE_MS, "waited " + result.wall());
      }
      assertEquals(
          1, desk.traffic().upcalls().stream().map(u -> u.header().sequence()).distinct().count());
    }
  }

  private static long count(List<Injected> results, Result.Source source) {
    return results.stream().filter(result -> result.source() == source).count();
  }
}
