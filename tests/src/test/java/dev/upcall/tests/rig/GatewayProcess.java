package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code upcall gateway} in a process of its own, to be killed. */
public final class GatewayProcess implements AutoCloseable {
  private static final long LIMIT_S = 30;

  private final Process process;
  private final Path output;

  private GatewayProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param output file for what it says
   */
  public static GatewayProcess start(Path output, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx200m"));
    command.add("-Dupcall.home=" + System.getProperty("upcall.home"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("gateway");
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new GatewayProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
