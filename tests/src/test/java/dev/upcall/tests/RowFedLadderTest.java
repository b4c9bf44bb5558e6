package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Projects with {@code feed: rows}: the network is fed row by row, what is unsure goes up whole.
 */
class RowFedLadderTest {
  private static final String STAGE =
      """
      stages:
        - {run: deep, policy: {use: Threshold, theta: tuned}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"posix", "mps2-an386"})
  void everythingEqualsTheReplay(String board) throws InterruptedException, IOException {
    Path output = folder.resolve("out");
    SyntheticProject.tiny().write(folder.resolve("project"), STAGE);
    SerialEndToEndTest.agrees(Prepared.of(fed("project")), board, output);
    String ladder =
        Files.readString(output.resolve("tiny").resolve(board).resolve("model/upcall_ladder.c"));
    assertTrue(ladder.contains("upcall_stage_deep_feed_row("), "the ladder feeds rows");
  }

  /** What is behind the first stage would read an input that is gone. */
  @Test
  void severalStagesAreRefused() throws IOException {
    SyntheticProject.tiny().write(folder.resolve("project"));
    Project project = fed("project");
    Diagnostic why =
        assertThrows(
                UpcallException.class,
                () -> RunningBoard.build(project, "posix", folder.resolve("out")))
            .diagnostics()
            .get(0);
    assertEquals("UP2332", String.valueOf(why.code().id()));
    assertTrue(why.toString().contains("input.feed of ensemble.yaml"), why.toString());
  }

  private Project fed(String name) throws IOException {
    Path manifest = folder.resolve(name).resolve("ensemble.yaml");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("  raw: uint8\n", "  raw: uint8\n  feed: rows\n"));
    return ProjectLoader.load(folder.resolve(name));
  }
}
