package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.wire.Result;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy on the input before the ladder, the whole way over a serial line. */
class GateEndToEndTest {
  private static final String DEVICE =
      """
      before: {use: policies/Changing.java, least: 2}
      stages:
        - {run: exits, exit: early, policy: {use: Threshold, theta: tuned}}
        - {run: exits, policy: {use: Threshold, theta: tuned}}
      """;

  /** Sends what differs little from the sample before: it remembers. */
  private static final String CHANGING =
      """
      import dev.upcall.core.decision.*;

      public final class Changing implements InputPolicy {
        private final int least;

        @State(min = -128, max = 127)
        private int before;

        public Changing(@Parameter(min = 0) int least) {
          this.least = least;
        }

        @Override
        public Verdict decide(Input input) {
          int sum = 0;
          for (int i = 0; i < input.count(); i++) {
            sum += input.value(i);
          }
          int mean = PolicyMath.clamp(sum / input.count(), -128, 127);
          int change = Math.abs(mean - before);
          before = mean;
          return change < least ? Verdict.UPCALL : Verdict.CONTINUE;
        }
      }
      """;

  @TempDir Path folder;

  private Project project(SyntheticProject synthetic) throws IOException {
    Path source = folder.resolve("project/policies/Changing.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, CHANGING);
    return synthetic.write(folder.resolve("project"), DEVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"posix", "microbit"})
  void everythingEqualsTheReplay(String board) throws InterruptedException, IOException {
    Prepared prepared = Prepared.of(project(SyntheticProject.tiny()));
    assertSome(prepared.expected());
    SerialEndToEndTest.agrees(prepared, board, folder.resolve("out"));
  }

  @Test
  void whereNobodyAnswersTheLadderDoes() throws InterruptedException, IOException {
    Prepared prepared = Prepared.of(project(SyntheticProject.tiny().withDeadline(50)));
    assertSome(prepared.expected());
    OfflineLadder offline = new OfflineLadder(prepared.project());
    List<Outcome> ladder = offline.climb(offline.raw(Split.TEST));
    try (RunningBoard board =
            RunningBoard.start(prepared.project(), "posix", folder.resolve("out"));
        Desk desk = Desk.withoutGateway(prepared.project()).serial(board.port())) {
      List<Injected> results = desk.inject(prepared.raw());
      for (int i = 0; i < results.size(); i++) {
        Outcome expected = ladder.get(i);
        Injected result = results.get(i);
        boolean local = !prepared.expected().get(i).upcall();
        assertEquals(
            local ? Result.Source.LOCAL : Result.Source.DEGRADED, result.source(), "sample " + i);
        assertEquals(expected.stage(), result.stage(), "sample " + i);
        assertEquals(expected.top(), result.classIndex(), "sample " + i);
      }
    }
  }

  private static void assertSome(List<Outcome> outcomes) {
    long sent = outcomes.stream().filter(o -> o.stage() == OfflineLadder.NO_STAGE).count();
    assertTrue(sent > 1 && sent < outcomes.size() - 1, "sent " + sent + " of " + outcomes.size());
  }
}
