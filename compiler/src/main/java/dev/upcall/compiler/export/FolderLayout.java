package dev.upcall.compiler.export;

import dev.upcall.compiler.board.TemplateRenderer;
import java.util.Map;
import java.util.SortedMap;

/**
 * For frameworks that build with CMake and find headers in any folder: the firmware as it is, a
 * port, the build's own files and an application.
 *
 * @param folder of the templates
 * @param ports files of the port, by template; they are built with the firmware
 * @param others all other files by their path, to the template of each
 */
record FolderLayout(String folder, Map<String, String> ports, Map<String, String> others)
    implements ExportTarget.Layout {

  static final FolderLayout ZEPHYR =
      new FolderLayout(
          "zephyr",
          Map.of(
              "port/upcall_zephyr.h", "upcall_zephyr.h", "port/upcall_zephyr.c", "upcall_zephyr.c"),
          Map.of(
              "CMakeLists.txt", "CMakeLists.txt.ftl",
              "Kconfig", "Kconfig.ftl",
              "zephyr/module.yml", "module.yml.ftl",
              "README.md", "README.md.ftl",
              "samples/ask/CMakeLists.txt", "sample_CMakeLists.txt.ftl",
              "samples/ask/prj.conf", "prj.conf.ftl",
              "samples/ask/app.overlay", "app.overlay.ftl",
              "samples/ask/sample.yaml", "sample.yaml.ftl",
              "samples/ask/src/main.c", "main.c.ftl"));

  static final FolderLayout ESP_IDF =
      new FolderLayout(
          "esp-idf",
          Map.of(
              "port/upcall_esp_idf.h", "upcall_esp_idf.h",
              "port/upcall_esp_idf.c", "upcall_esp_idf.c"),
          Map.of(
              "CMakeLists.txt", "CMakeLists.txt.ftl",
              "idf_component.yml", "idf_component.yml.ftl",
              "README.md", "README.md.ftl",
              "examples/ask/CMakeLists.txt", "example_CMakeLists.txt.ftl",
              "examples/ask/sdkconfig.defaults", "sdkconfig.defaults.ftl",
              "examples/ask/main/CMakeLists.txt", "main_CMakeLists.txt.ftl",
              "examples/ask/main/main.c", "main.c.ftl"));

  @Override
  public SortedMap<String, String> files(
      ExportPage page, Map<String, String> firmware, TemplateRenderer renderer) {
    SortedMap<String, String> files = FirmwareFiles.of(firmware);
    ports.forEach((path, template) -> files.put(path, render(template, page, renderer)));
    ExportPage whole = page.with(files.keySet());
    others.forEach((path, template) -> files.put(path, render(template, whole, renderer)));
    return files;
  }

  private String render(String template, ExportPage page, TemplateRenderer renderer) {
    return renderer.render("export/" + folder + "/" + template, page);
  }
}
