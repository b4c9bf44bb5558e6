package dev.upcall.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A C compiler of this machine, with the flags all generated C has to pass. */
public final class CCompiler {
  private static final List<String> STRICT =
      List.of(
          "-std=c99",
          "-Wall",
          "-Wextra",
          "-Wpedantic",
          "-Wconversion",
          "-Wsign-conversion",
          "-Wshadow",
          "-Wcast-align",
          "-Wmissing-prototypes",
          "-Wundef",
          "-Wvla",
          "-Werror");

  private final String command;

  private CCompiler(String command) {
    this.command = command;
  }

  /** Skips the test, by name, where {@code command} is not installed. */
  public static CCompiler require(String command) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    Assumptions.assumeTrue(found, command + " is not installed");
    return new CCompiler(command);
  }

  /**
   * Compiles all .c files of {@code folder} to {@code folder/program}; warnings fail the test.
   *
   * @param flags more of them, such as {@code -fsanitize=address,undefined}
   */
  public Path compile(Path folder, String... flags) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(STRICT);
    line.addAll(List.of(flags));
    try (Stream<Path> files = Files.list(folder)) {
      files.map(Path::toString).filter(file -> file.endsWith(".c")).sorted().forEach(line::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path program = folder.resolve("program");
    line.addAll(List.of("-o", program.toString()));
    run(line);
    return program;
  }

  /** What a program prints; any other exit code than 0 fails the test. */
  public static String run(List<String> line) {
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail("no end after a minute: " + line);
      }
      assertEquals(0, process.exitValue(), () -> String.join(" ", line) + "\n" + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What a program writes that reads {@code input}; any other exit code than 0 fails the test. */
  public static byte[] pipe(Path program, byte[] input) throws IOException {
    Path in = Files.write(program.resolveSibling("input.bin"), input);
    Path out = program.resolveSibling("output.bin");
    Path errors = program.resolveSibling("errors.txt");
    try {
      Process process =
          new ProcessBuilder(program.toString())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail("no end after a minute: " + program);
      }
      assertEquals(0, process.exitValue(), Files.readString(errors));
      return Files.readAllBytes(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Text of a resource of the test class path. */
  static String resource(String name) {
    try (InputStream in = CCompiler.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies resources of the test class path into {@code folder}, by their last name. */
  public static void copy(Path folder, String... resources) {
    for (String resource : resources) {
      try (InputStream in = CCompiler.class.getClassLoader().getResourceAsStream(resource)) {
        Path name = Path.of(resource).getFileName();
        Files.write(folder.resolve(name), in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
