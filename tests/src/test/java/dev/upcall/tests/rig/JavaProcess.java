package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in Java, in a process of its own, to be killed. */
public class JavaProcess implements AutoCloseable {
  private static final long LIMIT_S = 120;

  private final Process process;
  private final Path output;

  JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param output file for what it says
   */
  public static JavaProcess start(Path output, Class<?> program, String... arguments) {
    return new JavaProcess(run(output, program, List.of(arguments)), output);
  }

  static Process run(Path output, Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Small and quickly there.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx200m"));
    command.add("-Dupcall.home=" + System.getProperty("upcall.home"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has said something. */
  public void awaitOutput(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (!output().contains(text)) {
      assertTrue(isAlive(), this::output);
      assertTrue(System.nanoTime() < end, this::output);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "still there after SIGKILL");
  }

  /** SIGTERM; its exit code. */
  public int end() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "still there after SIGTERM");
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
