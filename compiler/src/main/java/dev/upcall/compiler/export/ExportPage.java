package dev.upcall.compiler.export;

import dev.upcall.compiler.board.Board;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What the templates of {@code export/} print.
 *
 * @param name of library, module or component: letters, digits and underscores
 * @param version of it, x.y.z
 * @param board that kernels were chosen for
 * @param sources C and assembly files, relative to what is exported
 * @param includes folders of headers, relative to it
 */
public record ExportPage(
    String name,
    String project,
    String version,
    String board,
    String core,
    int baud,
    List<String> sources,
    List<String> includes) {
  public ExportPage {
    sources = List.copyOf(sources);
    includes = List.copyOf(includes);
  }

  static ExportPage of(String project, String version, Board board) {
    return new ExportPage(
        "Upcall_" + project.replaceAll("\\W", "_"),
        project,
        version.replaceFirst("-.*", ""),
        board.name(),
        board.cpu().core(),
        board.uart().baud(),
        List.of(),
        List.of());
  }

  /** The same for a build that is told its files. */
  ExportPage with(Collection<String> paths) {
    TreeSet<String> folders = new TreeSet<>();
    TreeSet<String> compiled = new TreeSet<>();
    for (String path : paths) {
      if (path.endsWith(".h")) {
        folders.add(path.substring(0, path.lastIndexOf('/')));
      } else if (path.endsWith(".c") || path.endsWith(".S")) {
        compiled.add(path);
      }
    }
    return new ExportPage(
        name, project, version, board, core, baud, List.copyOf(compiled), List.copyOf(folders));
  }
}
