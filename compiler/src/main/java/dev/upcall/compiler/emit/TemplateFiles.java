package dev.upcall.compiler.emit;

import dev.upcall.core.file.ResourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the templates module that are copied as they are. Paths are relative to it. */
final class TemplateFiles {
  private static final String ROOT = "upcall/templates";

  private static final ResourceFolder FOLDER =
      new ResourceFolder(TemplateFiles.class.getClassLoader(), ROOT, "runtime/upcall.h");

  private TemplateFiles() {}

  static boolean exists(String path) {
    return url(path) != null;
  }

  static String read(String path) {
    URL url = url(path);
    if (url == null) {
      throw new IllegalStateException("the templates' jar lacks " + path);
    }
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Names of the files in {@code folder}, sorted; none if there is no such folder. */
  static List<String> list(String folder) {
    try {
      return FOLDER.use(
          root ->
              Files.isDirectory(root.resolve(folder)) ? names(root.resolve(folder)) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(folder, e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static URL url(String path) {
    return TemplateFiles.class.getClassLoader().getResource(ROOT + "/" + path);
  }
}
