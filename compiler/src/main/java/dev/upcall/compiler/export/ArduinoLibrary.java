package dev.upcall.compiler.export;

import dev.upcall.compiler.board.TemplateRenderer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A library for Arduino (library specification 1.5) that PlatformIO takes too: all sources in one
 * folder, since only that one is searched for headers, a port over {@code Serial}, and a sketch.
 */
final class ArduinoLibrary {
  private static final String TEMPLATES = "export/arduino/";
  private static final String SOURCES = "src/";
  private static final String EXAMPLE = "examples/Ask/Ask.ino";

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

  /** As {@link ExportTarget.Layout}. */
  static SortedMap<String, String> of(
      ExportPage page, Map<String, String> firmware, TemplateRenderer renderer) {
    SortedMap<String, String> files = new TreeMap<>();
    FirmwareFiles.of(firmware)
        .forEach(
            (path, text) ->
                files.put(SOURCES + path.substring(path.indexOf('/') + 1), asWritten(path, text)));
    for (String port : List.of("upcall_arduino.h", "upcall_arduino.cpp")) {
      files.put(SOURCES + port, renderer.render(TEMPLATES + port, page));
    }
    files.put(SOURCES + page.name() + ".h", renderer.render(TEMPLATES + "library.h.ftl", page));
    files.put(EXAMPLE, renderer.render(TEMPLATES + "Ask.ino.ftl", page));
    for (String file : List.of("library.properties", "library.json", "README.md")) {
      files.put(file, renderer.render(TEMPLATES + file + ".ftl", page));
    }
    return files;
  }

  private static String asWritten(String path, String text) {
    return path.endsWith(".c") && FLOATS.matcher(text).find() ? AS_WRITTEN + text : text;
  }
}
