package dev.upcall.tests.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Files that the fuzzer found to reach something new, kept in the tests' resources. */
final class MalformedFiles {
  private MalformedFiles() {}

  /** The folder with the files of one format, unpacked under {@code folder}. */
  static Path unpack(String format, Path folder) throws IOException {
    Path target = Files.createDirectories(folder.resolve("malformed-" + format));
    try (InputStream in =
            MalformedFiles.class.getResourceAsStream("/malformed/" + format + ".zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in, format))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("outside: " + entry.getName());
        }
        Files.write(file, zip.readAllBytes());
      }
    }
    return target;
  }
}
