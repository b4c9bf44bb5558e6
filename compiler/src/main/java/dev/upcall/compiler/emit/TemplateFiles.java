package dev.upcall.compiler.emit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Files of the templates module that are copied as they are. Paths are relative to it. */
final class TemplateFiles {
  private static final String ROOT = "upcall/templates/";

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
    URL url = url(folder);
    if (url == null) {
      return List.of();
    }
    try {
      URI uri = url.toURI();
      if (!uri.getScheme().equals("jar")) {
        return names(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return names(jar.getPath("/" + ROOT + folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
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
    return TemplateFiles.class.getClassLoader().getResource(ROOT + path);
  }
}
