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
      CommandLine.Outcome outcome = validate(running.port(), board);
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
      CommandLine.Outcome outcome = validate(running.port(), "posix");
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

  private static CommandLine.Outcome validate(Path port, String board) {
    return CommandLine.run(
        folder,
        List.of(),
        "validate",
        "project",
        "--board",
        board,
        "--serial",
        port.toString(),
        "--count",
        String.valueOf(SAMPLES),
        "--json");
  }
}
