package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

  @Test
  void aTemplateThatDoesNotFitIsABug() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> renderer.render("project/memory.ld.ftl", Map.of("boardName", "x")));
    assertTrue(e.getMessage().contains("project/memory.ld.ftl"), e.getMessage());
  }
}
