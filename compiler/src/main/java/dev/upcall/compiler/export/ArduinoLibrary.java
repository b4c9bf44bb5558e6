package dev.upcall.compiler.export;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.TemplateRenderer;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A library for Arduino (library specification 1.5) that PlatformIO takes too: all sources in one
 * folder, since only that one is searched for headers, a port over {@code Serial}, and a sketch.
 */
public final class ArduinoLibrary {
  private static final String TEMPLATES = "export/arduino/";
  private static final String SOURCES = "src/";
  private static final String EXAMPLE = "examples/Ask/Ask.ino";

  /** What a sketch is itself, and what needs an operating system. */
  private static final Set<String> LEFT_OUT =
      Set.of("runtime/upcall_main.c", "runtime/upcall_mqtt.c");

  /**
   * Computes with floats, which has to be done as written (no contraction), so that every board
   * takes the same decisions; sketches are compiled with no options of ours.
   */
  private static final Pattern FLOATS = Pattern.compile("\\bfloat\\b");

  private static final String AS_WRITTEN =
      """
      #if defined(__GNUC__) && !defined(__clang__)
      #pragma GCC optimize("fp-contract=off")
      #endif
      """;

  private ArduinoLibrary() {}

  /**
   * What the templates print.
   *
   * @param name of library and header
   * @param version of the library, x.y.z
   * @param board that kernels were chosen for
   */
  public record Page(
      String name, String project, String version, String board, String core, int baud) {}

  /**
   * Path to text, paths relative to the library.
   *
   * @param version of this build
   * @param firmware files of model, decision and runtime, by path
   */
  public static SortedMap<String, String> of(
      String project,
      String version,
      Board board,
      Map<String, String> firmware,
      TemplateRenderer renderer) {
    Page page =
        new Page(
            name(project),
            project,
            version.replaceFirst("-.*", ""),
            board.name(),
            board.cpu().core(),
            board.uart().baud());
    SortedMap<String, String> files = new TreeMap<>();
    firmware.forEach(
        (path, text) -> {
          if (!LEFT_OUT.contains(path)) {
            files.put(SOURCES + path.substring(path.indexOf('/') + 1), asWritten(path, text));
          }
        });
    for (String port : new String[] {"upcall_arduino.h", "upcall_arduino.cpp"}) {
      files.put(SOURCES + port, renderer.render(TEMPLATES + port, page));
    }
    files.put(SOURCES + page.name() + ".h", renderer.render(TEMPLATES + "library.h.ftl", page));
    files.put(EXAMPLE, renderer.render(TEMPLATES + "Ask.ino.ftl", page));
    for (String file : new String[] {"library.properties", "library.json", "README.md"}) {
      files.put(file, renderer.render(TEMPLATES + file + ".ftl", page));
    }
    return files;
  }

  /** Letters, digits and underscores, and no other library's. */
  static String name(String project) {
    return "Upcall_" + project.replaceAll("\\W", "_");
  }

  private static String asWritten(String path, String text) {
    return path.endsWith(".c") && FLOATS.matcher(text).find() ? AS_WRITTEN + text : text;
  }
}
