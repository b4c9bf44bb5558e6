package dev.upcall.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders for what devices have seen, which is nobody else's business. */
public final class PrivateFolder {
  private PrivateFolder() {}

  /**
   * Makes a folder that only this user may enter, and those above it as usual. One that exists is
   * left as it is: whoever made it may want others to look.
   */
  public static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
