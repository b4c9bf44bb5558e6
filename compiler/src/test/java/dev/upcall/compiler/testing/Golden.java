package dev.upcall.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that must not change unnoticed. {@code mvn test -Dupcall.updateGoldens=true} writes what the
 * code gives now; the difference is then reviewed like any other.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "goldens");

  private Golden() {}

  /**
   * @param name file within the folder of goldens, e.g. {@code passes/residual.txt}
   */
  public static void check(String name, String actual) {
    Path file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("upcall.updateGoldens")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertEquals(Files.readString(file), actual, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
