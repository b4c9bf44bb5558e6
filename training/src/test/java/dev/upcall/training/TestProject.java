package dev.upcall.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of examples/digits that a test may train and spoil. */
final class TestProject {
  static final Path DIGITS = Path.of("..", "examples", "digits");

  private TestProject() {}

  /** Manifest, settings and data, without models. */
  static Path copy(Path to) throws IOException {
    Files.createDirectories(to.resolve("data"));
    for (String file : new String[] {"ensemble.yaml", "training.yaml", "data/digits.csv.gz"}) {
      Files.copy(DIGITS.resolve(file), to.resolve(file));
    }
    return to;
  }

  /** Replaces text that has to be there. */
  static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException(file + " has no " + from);
    }
    Files.writeString(file, text.replace(from, to));
  }
}
