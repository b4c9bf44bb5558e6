package dev.upcall.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens a file whose path comes from a project. A pipe there would block for ever and a device
 * never end, so only regular files, or links to them, are taken.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * The file's bytes.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws FileSystemException if it is a pipe, a device or a folder
   */
  public static InputStream open(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new FileSystemException(
          path.toString(), null, Files.isDirectory(path) ? "a folder" : "a pipe or device");
    }
    return Files.newInputStream(path);
  }
}
