package dev.upcall.core.file;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;

/** A folder of the class path, whether it lies on disk or inside a jar. */
public final class ResourceFolder {
  private final ClassLoader loader;
  private final String path;
  private final String anchor;

  /**
   * @param path of the folder, such as {@code upcall/boards}
   * @param anchor a file that every build has in it: where it is, the folder is
   */
  public ResourceFolder(ClassLoader loader, String path, String anchor) {
    this.loader = loader;
    this.path = path;
    this.anchor = anchor;
  }

  /** What is done with the folder while it is open. */
  @FunctionalInterface
  public interface Task<T> {
    T run(Path folder) throws IOException;
  }

  /**
   * Runs a task on the folder; paths of a jar are good until it returns.
   *
   * @throws IllegalStateException if the folder is not on the class path
   */
  public <T> T use(Task<T> task) throws IOException {
    URL url = loader.getResource(path + "/" + anchor);
    if (url == null) {
      throw new IllegalStateException(path + " is not on the class path");
    }
    URI uri = uri(url);
    if (!uri.getScheme().equals("jar")) {
      Path folder = Path.of(uri);
      for (int i = Path.of(anchor).getNameCount(); i > 0; i--) {
        folder = folder.getParent();
      }
      return task.run(folder);
    }
    // A file system of its own for each use, so that closing it takes it from nobody else.
    String jar = uri.getRawSchemeSpecificPart();
    Path file = Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
    try (FileSystem opened = FileSystems.newFileSystem(file, Map.of())) {
      return task.run(opened.getPath(path));
    }
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("no path: " + url, e);
    }
  }
}
