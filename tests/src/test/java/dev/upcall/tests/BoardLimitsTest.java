package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Folders;
import dev.upcall.tests.rig.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that a micro:bit has no memory for: it is said by how much, before and at linking. */
class BoardLimitsTest {
  /** 16 KB of RAM less 2 KB of stack. */
  private static final int MICROBIT_BYTES = 14_336;

  private static final Pattern FOUND =
      Pattern.compile("(\\d+) bytes of arena and (\\d+) to keep an input, (\\d+) too many");

  @TempDir Path folder;

  @Test
  void anArenaThatIsTooLargeIsRefusedWithTheTensorsToBlame() {
    Project project = project(96);
    UpcallException e = assertThrows(UpcallException.class, () -> compile(project));
    Diagnostic diagnostic = e.diagnostics().get(0);
    assertEquals("UP2302", diagnostic.code().id());
    assertEquals(5, e.exit().code());
    Matcher found = FOUND.matcher(diagnostic.found());
    assertTrue(found.find(), diagnostic.found());
    int arena = Integer.parseInt(found.group(1));
    int kept = Integer.parseInt(found.group(2));
    assertEquals(96 * 96, kept);
    assertTrue(arena > kept, "the input lies in the arena too");
    assertEquals(arena + kept - MICROBIT_BYTES, Integer.parseInt(found.group(3)));
    assertTrue(diagnostic.at().contains("conv2d"), diagnostic.at());
    assertTrue(diagnostic.need().contains("at most " + MICROBIT_BYTES), diagnostic.need());
    assertEquals(Map.of(), Folders.read(folder.resolve("out")));
  }

  @Test
  void whatOnlyTheLinkerCanKnowIsToldInBytesToo() {
    Tools.requireBoard("microbit");
    Path output = compile(project(80));
    try (Firmware firmware = new Firmware()) {
      UpcallException e = assertThrows(UpcallException.class, () -> firmware.build(output));
      assertEquals("UP2605", e.diagnostics().get(0).code().id(), e.getMessage());
      assertTrue(e.getMessage().matches("(?s).*\\d+ bytes.*"), e.getMessage());
    }
  }

  /** Square grey pictures. */
  private Project project(int side) {
    SyntheticProject squares = new SyntheticProject("squares", List.of(side, side, 1), 4, 20, 1000);
    Project project = squares.write(folder.resolve("project"));
    new OfflineLadder(project).tune();
    return project;
  }

  private Path compile(Project project) {
    return new Compiler(new BoardCatalogue())
        .compile(CompileRequest.of(project.folder(), "microbit", folder.resolve("out")))
        .folder();
  }
}
