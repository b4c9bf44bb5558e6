package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.wire.Result;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody answers: the device does, by its deadline, and says that it had to. */
class NoGatewayTest {
  private static final int DEADLINE_MS = 150;

  @TempDir static Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"posix", "microbit"})
  void theDeviceGivesItsOwnAnswer(String id) throws InterruptedException {
    Prepared prepared =
        Prepared.of(
            SyntheticProject.tiny().withDeadline(DEADLINE_MS), folder.resolve("project-" + id));
    try (RunningBoard board = RunningBoard.start(prepared.project(), id, folder.resolve("out"));
        Desk desk = Desk.withoutGateway(prepared.project()).serial(board.port())) {
      assertEquals(DEADLINE_MS, desk.target().birth().deadlineMs());
      List<Injected> results = desk.inject(prepared.raw());
      int degraded = 0;
      for (int i = 0; i < results.size(); i++) {
        Outcome expected = prepared.expected().get(i);
        Injected result = results.get(i);
        Agreement.device("sample " + i, expected, result);
        // The injector asks again only when the deadline is long past.
        assertEquals(1, result.attempts(), "sample " + i);
        if (expected.upcall()) {
          degraded++;
          assertEquals(Result.Source.DEGRADED, result.source(), "sample " + i);
          assertEquals(expected.top(), result.classIndex(), "sample " + i);
          assertTrue(result.wall().toMillis() >= DEADLINE_MS, "waited " + result.wall());
        }
      }
      assertTrue(degraded > 0, "nothing was upcalled");
      assertTrue(board.isRunning());
    }
  }
}
