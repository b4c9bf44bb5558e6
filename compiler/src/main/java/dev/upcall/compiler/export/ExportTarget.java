package dev.upcall.compiler.export;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.TemplateRenderer;
import java.util.Map;
import java.util.SortedMap;

/** What users build firmware in. */
public enum ExportTarget {
  /** A library for the Arduino IDE, its command line and PlatformIO. */
  ARDUINO("arduino", ArduinoLibrary::of),
  /** A module of Zephyr's build. */
  ZEPHYR("zephyr", FolderLayout.ZEPHYR),
  /** A component of Espressif's build. */
  ESP_IDF("esp-idf", FolderLayout.ESP_IDF);

  private final String word;
  private final Layout layout;

  ExportTarget(String word, Layout layout) {
    this.word = word;
    this.layout = layout;
  }

  /** Where which file goes. */
  @FunctionalInterface
  interface Layout {
    /**
     * Path to text, paths relative to what is exported.
     *
     * @param firmware files of model, decision and runtime, by path
     */
    SortedMap<String, String> files(
        ExportPage page, Map<String, String> firmware, TemplateRenderer renderer);
  }

  /** As the option has it, and as the folder's name ends. */
  public String word() {
    return word;
  }

  /**
   * Path to text, paths relative to what is exported.
   *
   * @param version of this build
   * @param board that kernels were chosen for
   * @param firmware files of model, decision and runtime, by path
   */
  public SortedMap<String, String> files(
      String project,
      String version,
      Board board,
      Map<String, String> firmware,
      TemplateRenderer renderer) {
    return layout.files(ExportPage.of(project, version, board), firmware, renderer);
  }
}
