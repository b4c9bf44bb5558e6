package dev.upcall.tests.fuzz;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The fuzz targets by name, and a program that hands one every file of a folder. */
public final class Targets {
  /** As long as a single file may take. */
  static final Duration FILE_LIMIT = Duration.ofSeconds(20);

  private static final Map<String, Consumer<byte[]>> BY_NAME =
      Map.of("onnx", OnnxTarget::fuzzerTestOneInput, "tflite", TfliteTarget::fuzzerTestOneInput);

  private Targets() {}

  /** A diagnostic that tells nothing is as bad as a stack trace. */
  static void requireNamed(UpcallException e) {
    for (Diagnostic diagnostic : e.diagnostics()) {
      if (diagnostic.title().isBlank() || diagnostic.code().id().isBlank()) {
        throw new IllegalStateException("a diagnostic without words", e);
      }
    }
  }

  /**
   * Prints {@code ok N} when N files were taken; else names the first file that was not, and ends
   * with its exception.
   *
   * @param arguments a target's name and a folder
   */
  public static void main(String[] arguments) throws IOException {
    Consumer<byte[]> target = BY_NAME.get(arguments[0]);
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(arguments[1]))) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      long begin = System.nanoTime();
      try {
        target.accept(Files.readAllBytes(file));
      } catch (Throwable e) {
        System.err.println(file + ": " + e);
        throw e;
      }
      long taken = System.nanoTime() - begin;
      if (taken > FILE_LIMIT.toNanos()) {
        throw new IllegalStateException(file + " took " + taken / 1_000_000 + " ms");
      }
    }
    System.out.println("ok " + files.size());
  }
}
