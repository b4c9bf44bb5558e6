package dev.upcall.compiler.board;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.file.ResourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The boards that come with Upcall, one folder each under {@code upcall/boards/} on the class path.
 * A folder with a {@code board.yaml} is a board; nothing else lists it.
 */
public final class BoardCatalogue {
  private static final String ROOT = "upcall/boards";
  private static final String FILE = "board.yaml";

  private final ResourceFolder boards;

  public BoardCatalogue() {
    this(BoardCatalogue.class.getClassLoader());
  }

  BoardCatalogue(ClassLoader loader) {
    this.boards = new ResourceFolder(loader, ROOT, "common/memory.c");
  }

  /** Ids of all boards, sorted. */
  public List<String> ids() {
    return inFolder(
        folder -> {
          try (Stream<Path> children = Files.list(folder)) {
            return children
                .filter(child -> Files.exists(child.resolve(FILE)))
                .map(child -> child.getFileName().toString().replace("/", ""))
                .sorted()
                .toList();
          }
        });
  }

  /**
   * The board of that id.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2501 if there is none (with the nearest
   *     name), or all that is wrong with its file
   */
  public Board load(String id) {
    List<String> ids = ids();
    if (!ids.contains(id)) {
      Diagnostic unknown =
          Diagnostic.of(BoardCode.UNKNOWN_BOARD, id).need("one of %s", String.join(", ", ids));
      throw Nearest.to(id, ids)
          .map(near -> unknown.fix("did you mean \"%s\"?", near))
          .orElse(unknown.fix("write a board.yaml of your own: docs/boards.md"))
          .toException();
    }
    return inFolder(folder -> read(folder.resolve(id).resolve(FILE), folder, id));
  }

  /**
   * A board of the user's own. Files it names are looked for beside it first, then in the
   * catalogue, so that it can use the start-up code that is there.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException all that is wrong with the file
   */
  public Board loadFile(Path file) {
    return inFolder(folder -> read(file, folder, null));
  }

  /**
   * @param id what the board has to be called; null if it may be called anything
   */
  private static Board read(Path file, Path catalogue, String id) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Board board = new BoardFile(file, catalogue, diagnostics).read();
    if (id != null && !board.id().equals(id)) {
      diagnostics.add(
          Diagnostic.of(BoardCode.WRONG_ID).at("%s/%s", id, FILE).found("id: %s", board.id()));
    }
    diagnostics.throwIfAny();
    return board;
  }

  private <T> T inFolder(ResourceFolder.Task<T> task) {
    try {
      return boards.use(task);
    } catch (IOException e) {
      throw Diagnostic.of(BoardCode.UNREADABLE)
          .at(ROOT)
          .found("%s", e)
          .fix("build Upcall again")
          .toException();
    }
  }
}
