package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code upcall} in a process of its own. */
public final class CommandLine {
  private static final long LIMIT_S = 120;

  private CommandLine() {}

  /**
   * How it ended.
   *
   * @param out standard output
   * @param err standard error
   */
  public record Outcome(int exit, String out, String err) {}

  /**
   * Runs a command to its end.
   *
   * @param options for the JVM
   */
  public static Outcome run(Path directory, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      try {
        Process process = start(command, directory, out.toFile(), err.toFile());
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(List<String> command, Path directory, File out, File err)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out)
            .redirectError(err)
            .start();
    try {
      process.getOutputStream().close();
      assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), () -> "no end: " + command);
      return process;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
