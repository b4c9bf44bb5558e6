package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of a build, good or bad. */
class ToolchainTest {
  private static final String PROBE = "tool/probe/main.c";

  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final Toolchain toolchain = new Toolchain(runner, catalogue);

  @TempDir Path folder;

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  @Test
  void sizesAreThoseOfTheParts() throws IOException {
    Path project = project("microbit", ProbeProject.resource(PROBE));
    Image image = toolchain.build(project);
    ImageSizes sizes = image.sizes();
    assertEquals(100, sizes.weightBytes(), "upcall_weights_probe");
    assertEquals(sizes.codeBytes() + 100, sizes.flashBytes());
    assertTrue(sizes.codeBytes() > 1000 && sizes.codeBytes() < 4000, sizes.toString());
    // Receive ring, port, two words of the probe; not the 2048 of the stack.
    assertTrue(sizes.ramBytes() > 1024 && sizes.ramBytes() < 1200, sizes.toString());
    assertEquals(0x20000000L, image.address("upcall_stack_limit").orElseThrow());
    assertTrue(image.address("no_such_symbol").isEmpty());
    assertTrue(Files.exists(project.resolve("build/firmware.hex")));
  }

  @Test
  void buildsTheSameBytesAnywhere() throws IOException {
    String main = ProbeProject.resource(PROBE);
    Path first = project("mps2-an386", main);
    Board board = catalogue.load("mps2-an386");
    Path second = ProbeProject.write(board, folder.resolve("elsewhere/with space"), main);
    byte[] image = Files.readAllBytes(toolchain.build(first).elf());
    assertArrayEquals(image, Files.readAllBytes(toolchain.build(second).elf()));

    // A project may be moved after it was built.
    Path moved = folder.resolve("moved");
    Files.move(first, moved);
    assertArrayEquals(image, Files.readAllBytes(toolchain.build(moved).elf()));
    assertEquals(board, toolchain.image(moved).board(), "the project carries its board");
  }

  @Test
  void aDeviceNumberIsFourBytesOfTheImage() throws IOException {
    Image image = toolchain.build(project("mps2-an386", ProbeProject.resource(PROBE)));
    Image other = image.provisioned(0x01020304, folder.resolve("copy.elf"));
    byte[] before = Files.readAllBytes(image.elf());
    byte[] after = Files.readAllBytes(other.elf());
    int differences = 0;
    for (int i = 0; i < before.length; i++) {
      differences += before[i] == after[i] ? 0 : 1;
    }
    assertEquals(4, differences, "1, 0, 0, 0 became 4, 3, 2, 1");
  }

  @Test
  void theCompilersFirstErrorIsShownWithItsPlace() throws IOException {
    Path project = project("mps2-an386", "int main(void) { return nothing_i_know; }\n");
    Diagnostic diagnostic = failure(project);
    assertEquals("UP2604", diagnostic.code().id());
    assertTrue(diagnostic.at().endsWith("runtime/main.c:1:25"), diagnostic.at());
    assertTrue(diagnostic.found().contains("nothing_i_know"), diagnostic.found());
  }

  @Test
  void warningsAreErrors() throws IOException {
    Path project = project("mps2-an386", "int main(void) { char c = 300; return c; }\n");
    assertEquals("UP2604", failure(project).code().id());
  }

  @Test
  void aMissingFunctionIsNamed() throws IOException {
    Path project = project("mps2-an386", "int other(void);\nint main(void) { return other(); }\n");
    Diagnostic diagnostic = failure(project);
    assertEquals("UP2606", diagnostic.code().id());
    assertTrue(diagnostic.found().contains("undefined reference to `other'"), diagnostic.found());
  }

  @Test
  void whatDoesNotFitSaysByHowMuch() throws IOException {
    Path project =
        project(
            "microbit",
            """
            #include <stdint.h>
            static volatile uint8_t large[20000];
            int main(void) { large[large[1]] = 1u; return large[2]; }
            """);
    Diagnostic diagnostic = failure(project);
    assertEquals("UP2605", diagnostic.code().id());
    assertEquals(Exit.DOES_NOT_FIT, diagnostic.code().exit());
    assertTrue(diagnostic.need().startsWith("at most 16384 bytes: "), diagnostic.need());
  }

  @Test
  void aMissingCompilerComesWithTheLineThatInstallsIt() throws IOException {
    Board board = catalogue.load("mps2-an386");
    Path project = ProbeProject.write(board, folder.resolve("other"));
    Path yaml = project.resolve("board/board.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("prefix: arm-none-eabi-", "prefix: no-such-"));
    Diagnostic diagnostic = failure(project);
    assertEquals("UP2601", diagnostic.code().id());
    assertTrue(diagnostic.title().startsWith("no-such-gcc is not"), diagnostic.title());
    assertEquals(
        "apt-get install --no-install-recommends binutils-arm-none-eabi gcc-arm-none-eabi",
        diagnostic.fix());
  }

  @Test
  void aFolderThatIsNoProjectIsSaidToBeNone() throws IOException {
    assertEquals("UP2611", failure(folder).code().id());
    Path project = ProbeProject.write(catalogue.load("posix"), folder.resolve("unbuilt"));
    UpcallException e = assertThrows(UpcallException.class, () -> toolchain.image(project));
    assertTrue(e.getMessage().contains("upcall build"), e.getMessage());
  }

  @Test
  void anImageThatIsNoneIsSaidToBeNone() throws IOException {
    Board board = catalogue.load("posix");
    byte[] header = new byte[64];
    System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 1, 1}, 0, header, 0, 6);
    header[32] = 100; // sections behind the end of the file
    header[48] = 3;
    for (byte[] bytes : List.of(new byte[0], "#!/bin/sh".getBytes(), header)) {
      Path file = Files.write(folder.resolve("bad.elf"), bytes);
      UpcallException e = assertThrows(UpcallException.class, () -> Image.read(file, board));
      assertEquals("UP2610", e.diagnostics().get(0).code().id());
    }
  }

  private Path project(String id, String main) throws IOException {
    Board board = catalogue.load(id);
    for (String tool : List.of("cmake", "ninja", board.toolchain().compiler())) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    return ProbeProject.write(board, folder.resolve(id), main);
  }

  private Diagnostic failure(Path project) {
    UpcallException e = assertThrows(UpcallException.class, () -> toolchain.build(project));
    assertFalse(e.diagnostics().isEmpty());
    return e.diagnostics().get(0);
  }
}
