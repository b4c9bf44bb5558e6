package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ladders whose stages share networks, the whole way over a serial line, against Java's replay. */
class SharedBackboneTest {
  /**
   * A side exit, the end, and an extension of the end for some classes that reads the raw input.
   */
  static final String EXITS =
      """
      stages:
        - {run: exits, exit: early, policy: {use: Threshold, theta: tuned}}
        - {run: exits, policy: {use: Threshold, theta: tuned}}
        - run: exits
          exit: extension
          classes: [class4, class1, class2]
          policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1}
      """;

  /** Two members, a side exit of a third, and its end with one of the first and a fourth. */
  private static final String TOGETHER =
      """
      stages:
        - {run: [wide, small], policy: {use: Agreement, theta: 1}}
        - {run: exits, exit: early, policy: {use: Threshold, theta: tuned}}
        - {run: [small, exits, deep], policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"EXITS, posix", "EXITS, microbit", "TOGETHER, posix", "TOGETHER, mps2-an386"})
  void everythingEqualsTheReplay(String ladder, String board) throws InterruptedException {
    String stages = ladder.equals("EXITS") ? EXITS : TOGETHER;
    Prepared prepared =
        Prepared.of(SyntheticProject.tiny().write(folder.resolve("project"), stages));
    SerialEndToEndTest.agrees(prepared, board, folder.resolve("out"));
  }

  @Test
  void aStageThatIsNotReachedCostsNothing() throws InterruptedException, IOException {
    Prepared prepared =
        Prepared.of(SyntheticProject.tiny().write(folder.resolve("project"), EXITS));
    List<String> functions =
        IntStream.range(0, 3).mapToObj(i -> "upcall_stage_exits_run_" + i).toList();
    try (Firmware firmware = new Firmware();
        InstructionCounter counter = firmware.counter(functions);
        RunningBoard board =
            RunningBoard.counting(
                prepared.project(), "mps2-an386", folder.resolve("out"), counter);
        Desk desk = Desk.serving(prepared.project()).serial(board.port())) {
      Agreement.check(prepared, desk.inject(prepared.raw()), desk.traffic());
      for (int stage = 0; stage < 3; stage++) {
        int index = stage;
        List<Long> calls = counter.calls(functions.get(stage));
        long reached =
            prepared.expected().stream().map(Outcome::stage).filter(s -> s >= index).count();
        assertEquals(reached, calls.size(), "samples that reach stage " + stage);
        assertEquals(1, calls.stream().distinct().count(), "each costs the same: " + calls);
      }
    }
    List<String> calls = calls(folder.resolve("out/tiny/mps2-an386/model/upcall_stage_exits.c"));
    assertEquals(calls.stream().distinct().toList(), calls, "no layer is in two parts");
  }

  /** Layers that functions of a stage call. */
  private static List<String> calls(Path source) throws IOException {
    return Files.readAllLines(source).stream().filter(l -> l.matches(" +layer_.*\\(\\);")).toList();
  }
}
