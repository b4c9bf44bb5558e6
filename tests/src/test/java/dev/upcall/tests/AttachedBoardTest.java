package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.CommandLine;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code upcall validate --serial}: the board at a port gives the reference's scores. */
class AttachedBoardTest {
  private static final int SAMPLES = 8;
  private static final int CLASSES = 6;

  /** Nobody answers; what a device is unsure of waits so long. */
  private static final int DEADLINE_MS = 200;

  @TempDir static Path folder;
  private static Project project;

  @BeforeAll
  static void writeProject() {
    project = SyntheticProject.tiny().withDeadline(DEADLINE_MS).write(folder.resolve("project"));
    new OfflineLadder(project).tune();
  }

  @ParameterizedTest
  @ValueSource(strings = {"posix", "mps2-an386"})
  void givesTheReferencesScores(String board) {
    try (RunningBoard running = RunningBoard.start(project, board, folder.resolve("out"))) {
      CommandLine.Outcome outcome = validate(running.port(), "project", board);
      assertEquals(0, outcome.exit(), outcome.toString());
      assertEquals(SAMPLES, sum(outcome.out(), "samples"));
      assertEquals(SAMPLES * CLASSES, sum(outcome.out(), "comparedBytes"));
      assertEquals(0, sum(outcome.out(), "mismatchedBytes"));
    }
  }

  /** A network with three exits, one of them for some classes: what each gave, and what it is. */
  @Test
  void exitsAreComparedOneByOne() {
    Project exits =
        SyntheticProject.tiny()
            .withDeadline(DEADLINE_MS)
            .write(folder.resolve("exits"), SharedBackboneTest.EXITS);
    new OfflineLadder(exits).tune();
    List<String> offline = List.of("validate", "exits", "--count", "" + SAMPLES, "--json");
    CommandLine.Outcome alone = CommandLine.run(folder, List.of(), offline.toArray(String[]::new));
    assertEquals(0, alone.exit(), alone.toString());
    for (String name : List.of("exits/early", "exits", "exits/extension")) {
      assertTrue(alone.out().contains("\"name\" : \"" + name + "\""), alone.out());
    }
    // The extension's 3 scores are compared on the samples of its classes only.
    assertTrue(sum(alone.out(), "comparedBytes") > 2 * SAMPLES * CLASSES, alone.out());
    assertEquals(0, sum(alone.out(), "mismatchedBytes"));
    assertEquals(3, Pattern.compile("\"original\" : \\{").matcher(alone.out()).results().count());
    Pattern.compile("\"original\" : \\{[^}]*\"maxAbsolute\" : ([^,]+)")
        .matcher(alone.out())
        .results()
        .forEach(error -> assertTrue(Double.parseDouble(error.group(1)) < 1e-3, alone.out()));

    try (RunningBoard running = RunningBoard.start(exits, "posix", folder.resolve("all"))) {
      CommandLine.Outcome outcome = validate(running.port(), "exits", "posix");
      assertEquals(0, outcome.exit(), outcome.toString());
      assertEquals(SAMPLES, sum(outcome.out(), "samples"));
      assertEquals(SAMPLES * CLASSES, sum(outcome.out(), "comparedBytes"));
      assertEquals(0, sum(outcome.out(), "mismatchedBytes"));
    }
  }

  @Test
  void anotherFirmwareIsNamed() {
    Project other = SyntheticProject.large().write(folder.resolve("other"));
    new OfflineLadder(other).tune();
    try (RunningBoard running = RunningBoard.start(other, "posix", folder.resolve("others"))) {
      CommandLine.Outcome outcome = validate(running.port(), "project", "posix");
      assertTrue(outcome.err().contains("error UP3032"), outcome.toString());
    }
  }

  /** Of a number over all stages. */
  private static long sum(String json, String name) {
    return Pattern.compile("\"" + name + "\" : (\\d+)")
        .matcher(json)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static CommandLine.Outcome validate(Path port, String name, String board) {
    return CommandLine.run(
        folder,
        List.of(),
        "validate",
        name,
        "--board",
        board,
        "--serial",
        port.toString(),
        "--count",
        String.valueOf(SAMPLES),
        "--json");
  }
}
