package dev.upcall.compiler.board;

import dev.upcall.compiler.board.Board.SourceFile;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The files of an emitted project that depend on the board and on nothing else: start-up, port,
 * linker scripts, the CMake build and a page that says how to use it.
 */
public final class ProjectFiles {
  /** Folder of the board's own files. */
  static final String BOARD = "board/";

  /** Files of a board that tie the runtime to it; a bare image leaves them out. */
  private static final Pattern PORT =
      Pattern.compile(BOARD + "(port_\\w+|identity|uart_ring)\\.[ch]");

  /** The board's description, kept in the project so that it can be built and run by itself. */
  public static final String BOARD_FILE = BOARD + "board.yaml";

  /** How compilers are told to optimise: for speed, and for size. */
  public static final String FAST = "-O2";

  public static final String SMALL = "-Os";

  private ProjectFiles() {}

  /**
   * Path to content, paths relative to the project with {@code /} between names.
   *
   * <p>Fails with UP2507 for a board without a port.
   *
   * @param project name of the project
   * @param paths what else the project consists of; its .c and .S files are built, the folders of
   *     its .h files searched
   */
  public static SortedMap<String, String> of(
      Board board, String project, Collection<String> paths, TemplateRenderer renderer) {
    return of(board, project, paths, FAST, renderer);
  }

  /**
   * The same, compiled for speed or for size.
   *
   * @param optimization {@link #FAST} or {@link #SMALL}
   */
  public static SortedMap<String, String> of(
      Board board,
      String project,
      Collection<String> paths,
      String optimization,
      TemplateRenderer renderer) {
    return of(board, project, paths, optimization, renderer, path -> true);
  }

  /**
   * The same for a bare image: the board's files are there, but its port is not built.
   *
   * @param paths as above
   */
  public static SortedMap<String, String> bare(
      Board board,
      String project,
      Collection<String> paths,
      String optimization,
      TemplateRenderer renderer) {
    return of(board, project, paths, optimization, renderer, path -> !PORT.matcher(path).matches());
  }

  private static SortedMap<String, String> of(
      Board board,
      String project,
      Collection<String> paths,
      String optimization,
      TemplateRenderer renderer,
      Predicate<String> built) {
    if (!board.hasPort()) {
      throw Diagnostic.of(BoardCode.NO_PORT, board.id())
          .at("%s", board.name())
          .need("start-up code and a port, which files of board.yaml name")
          .fix(
              "export to a framework with --target (docs/exports.md), or write one"
                  + " (docs/boards.md)")
          .toException();
    }
    SortedMap<String, String> files = new TreeMap<>();
    for (SourceFile file : board.files()) {
      files.put(BOARD + (file.systemHeader() ? "include/" : "") + file.name(), file.text());
    }
    board.linkerScript().ifPresent(script -> files.put(BOARD + script.name(), script.text()));
    files.put(BOARD_FILE, board.yaml());

    TreeSet<String> all = new TreeSet<>(paths);
    files.keySet().stream().filter(built).forEach(all::add);
    CProject model = CProject.of(board, project, all, optimization);
    if (board.linkerScript().isPresent()) {
      files.put(BOARD + "memory.ld", renderer.render("project/memory.ld.ftl", model));
    }
    files.put("cmake/toolchain.cmake", renderer.render("project/toolchain.cmake.ftl", model));
    files.put("CMakeLists.txt", renderer.render("project/CMakeLists.txt.ftl", model));
    files.put("README.md", renderer.render("project/README.md.ftl", model));
    return files;
  }
}
