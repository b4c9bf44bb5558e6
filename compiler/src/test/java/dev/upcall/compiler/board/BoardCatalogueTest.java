package dev.upcall.compiler.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoardCatalogueTest {
  private final BoardCatalogue catalogue = new BoardCatalogue();

  static Stream<String> ids() {
    return new BoardCatalogue().ids().stream();
  }

  @Test
  void listsFoldersWithABoardFile() {
    assertTrue(
        catalogue
            .ids()
            .containsAll(List.of("microbit", "mps2-an386", "mps2-m0", "posix", "riscv-virt")));
    assertFalse(catalogue.ids().contains("common"));
    assertFalse(catalogue.ids().contains("emulator"));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void everyBoardIsSound(String id) {
    Board board = catalogue.load(id);
    assertEquals(id, board.id());
    assertFalse(board.name().isEmpty());
    assertTrue(board.references().keySet().containsAll(List.of("cpu", "memory", "uart")));
    BoardFacts facts = board.facts();
    assertEquals(facts.power().isPresent(), board.references().containsKey("power"));
    assertEquals(facts.flashers().isEmpty(), !board.references().containsKey("flashers"));
    assertEquals(facts.frameworks().isEmpty(), !board.references().containsKey("frameworks"));
    if (!board.hasPort()) {
      assertTrue(board.linkerScript().isEmpty() && board.emulator().isEmpty());
      return;
    }
    assertFalse(board.toolchain().packages().isEmpty());
    assertEquals(board.isHost(), board.linkerScript().isEmpty());
    assertEquals(
        board.files().size(),
        board.files().stream().map(Board.SourceFile::name).distinct().count(),
        "names are unique, since an emitted project keeps them in one folder");
    assertTrue(
        board.files().stream().anyMatch(file -> file.text().contains("upcall_board_init(void)")));
  }

  @Test
  void knowsTheSmallestOfThem() {
    Board board = catalogue.load("microbit");
    assertEquals(new Board.Cpu("cortex-m0", Board.Fpu.NONE, false, false, 16_000_000), board.cpu());
    assertEquals(new Board.Region(0x20000000L, 16384), board.memory().ram());
    assertEquals("0x20000000", board.memory().ram().originText());
    assertEquals(16384 - 2048, board.memory().dataBytes());
    assertEquals("arm-none-eabi-gcc", board.toolchain().compiler());
    assertEquals(List.of("-M", "microbit"), board.emulator().orElseThrow().arguments());
  }

  @Test
  void namesTheNearestOfAnUnknownBoard() {
    UpcallException e = assertThrows(UpcallException.class, () -> catalogue.load("micro-bit"));
    assertEquals("UP2501", e.diagnostics().get(0).code().id());
    assertEquals(Exit.USAGE, e.exit());
    assertTrue(e.getMessage().contains("did you mean \"microbit\"?"), e.getMessage());

    UpcallException far =
        assertThrows(UpcallException.class, () -> catalogue.load("../../etc/passwd"));
    assertTrue(far.getMessage().contains("docs/boards.md"), far.getMessage());
  }

  @Test
  void readsFromAJarAsWell(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("with space.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      Map<String, String> files =
          Map.of(
              "common/memory.c",
              "/* shared */",
              "tiny/port.c",
              "/* upcall_board_init(void) */",
              "tiny/board.yaml",
              BoardFileTest.yaml("tiny", "files: [port.c, common/memory.c]"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry("upcall/boards/" + file.getKey()));
        entries.write(file.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      BoardCatalogue inJar = new BoardCatalogue(loader);
      assertEquals(List.of("tiny"), inJar.ids());
      assertEquals("/* shared */", inJar.load("tiny").files().get(1).text());
    }
  }
}
