package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.ProbeProject;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs a project through the facade, on the board that needs no cross compiler. */
class FirmwareTest {
  private static final String IDLE =
      """
      #include "upcall_port.h"
      int main(void) {
          const upcall_port_t *port = upcall_board_init();
          for (;;) {
              port->sleep(1000u);
          }
      }
      """;

  private final Firmware firmware = new Firmware();

  @TempDir Path folder;

  @BeforeEach
  void needsTools() {
    try (ProcessRunner runner = new ProcessRunner()) {
      for (String tool : List.of("cmake", "ninja", "gcc")) {
        assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
      }
    }
  }

  @AfterEach
  void endPrograms() {
    firmware.close();
  }

  @Test
  void buildsThenRunsUntilItIsClosed() throws IOException {
    Path project = project(IDLE);
    assertThrows(
        UpcallException.class, () -> firmware.run(project, RunOptions.defaults()), "not built");
    Image image = firmware.build(project);
    assertEquals(image.elf(), firmware.image(project).elf());

    Emulation emulation = firmware.run(project, RunOptions.defaults());
    assertTrue(emulation.isRunning());
    assertTrue(Files.exists(emulation.port()), emulation.port().toString());
    assertTrue(emulation.stackBytes().isEmpty());
    emulation.close();
    assertFalse(emulation.isRunning());
  }

  @Test
  void aBoardThatEndsAtOnceIsToldWithItsLastWords() throws IOException {
    Path project =
        project("#include <stdio.h>\nint main(void) { puts(\"no such luck\"); return 3; }\n");
    firmware.build(project);
    UpcallException e =
        assertThrows(UpcallException.class, () -> firmware.run(project, RunOptions.defaults()));
    assertEquals("UP2607", e.diagnostics().get(0).code().id());
    assertTrue(e.getMessage().contains("no such luck"), e.getMessage());
  }

  @Test
  void theLinkToTheSerialPortReplacesOnlyALink() throws IOException {
    firmware.build(project(IDLE));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
    try (Emulation emulation = firmware.run(folder, RunOptions.defaults().withSerialLink(link))) {
      assertEquals(emulation.port(), Files.readSymbolicLink(link));
    }

    Path file = Files.writeString(folder.resolve("file"), "mine");
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> firmware.run(folder, RunOptions.defaults().withSerialLink(file)));
    assertEquals("UP2612", e.diagnostics().get(0).code().id());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void instructionsOfAProcessAreNotCounted() throws IOException {
    firmware.build(project(IDLE));
    try (InstructionCounter counter = firmware.counter(List.of("main"))) {
      RunOptions options = RunOptions.defaults().withCounter(counter);
      UpcallException e = assertThrows(UpcallException.class, () -> firmware.run(folder, options));
      assertEquals("UP2608", e.diagnostics().get(0).code().id());
    }
  }

  @Test
  void aFirmwareMayBeStoppedByClosingTheFacade() throws IOException {
    Path project = project(IDLE);
    firmware.build(project);
    Emulation emulation = firmware.run(project, RunOptions.defaults());
    firmware.close();
    assertFalse(emulation.isRunning());
    emulation.close();
  }

  private Path project(String main) throws IOException {
    return ProbeProject.write(new BoardCatalogue().load("posix"), folder, main);
  }
}
