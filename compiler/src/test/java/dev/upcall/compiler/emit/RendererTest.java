package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RendererTest {
  private final Renderer renderer = new Renderer();

  @Test
  void printsTheSameInEveryLanguage() {
    Board board = new BoardCatalogue().load("mps2-an386");
    List<String> paths = List.of("model/small.c", "model/small.h", "runtime/main.c");
    Map<String, String> files = ProjectFiles.of(board, "digits", paths, renderer);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals(files, ProjectFiles.of(board, "digits", paths, new Renderer()));
    } finally {
      Locale.setDefault(before);
    }
    assertTrue(files.get("board/memory.ld").contains("ORIGIN = 0x20000000, LENGTH = 4194304"));
    String cmake = files.get("CMakeLists.txt");
    assertTrue(cmake.contains("  board/startup.c\n  model/small.c\n  runtime/main.c\n)"), cmake);
    assertTrue(cmake.contains("  board\n  board/include\n  model\n)"), cmake);
  }

  /** MQTT needs a library, which only the host can have, and does not have everywhere. */
  @Test
  void theLinkToABrokerIsBuiltWhereItCanBe() {
    List<String> paths = List.of("runtime/main.c", "runtime/upcall_mqtt.c");
    BoardCatalogue catalogue = new BoardCatalogue();
    String bare = cmake(catalogue.load("microbit"), paths);
    String host = cmake(catalogue.load("posix"), paths);
    assertFalse(bare.contains("mqtt"), bare);
    assertTrue(host.contains("target_sources(firmware PRIVATE runtime/upcall_mqtt.c)"), host);
    assertFalse(cmake(catalogue.load("posix"), paths.subList(0, 1)).contains("mqtt"));
  }

  /** Whoever opens its port takes the same from there. */
  @Test
  void theBoardsFilesKnowTheRateOfItsPort() {
    Board board = new BoardCatalogue().load("microbit");
    String cmake = cmake(board, List.of("runtime/main.c"));
    assertTrue(cmake.contains("  UPCALL_UART_BAUD=" + board.uart().baud() + "ul\n"), cmake);
  }

  private String cmake(Board board, List<String> paths) {
    return ProjectFiles.of(board, "digits", paths, renderer).get("CMakeLists.txt");
  }

  @Test
  void aTemplateThatDoesNotFitIsABug() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> renderer.render("project/memory.ld.ftl", Map.of("boardName", "x")));
    assertTrue(e.getMessage().contains("project/memory.ld.ftl"), e.getMessage());
  }
}
