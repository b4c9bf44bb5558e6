package dev.upcall.compiler.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Models of others and what TensorFlow Lite Micro makes of them, in the folder {@code shared}
 * beside the repository. They are not part of it; tests that need them are skipped without.
 */
public final class SharedFiles {
  private static final Path ROOT = Path.of("../../shared");

  private SharedFiles() {}

  /** Skips the test, by name, where the file or folder is not there. */
  public static Path require(String path) {
    Path found = ROOT.resolve(path);
    assumeTrue(Files.exists(found), "no ../shared/" + path + " beside the repository");
    return found;
  }

  public static byte[] read(String path) {
    try {
      return Files.readAllBytes(require(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files under {@code folder} whose names end so, in order. */
  public static List<Path> find(String folder, String ending) {
    try (Stream<Path> files = Files.walk(require(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
