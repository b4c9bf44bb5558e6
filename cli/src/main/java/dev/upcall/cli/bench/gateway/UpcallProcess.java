package dev.upcall.cli.bench.gateway;

import dev.upcall.cli.Main;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A command of {@code upcall} in a process of its own, to be killed. Closing ends it. */
public final class UpcallProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ProcessRunner runner = new ProcessRunner();
  private final RunningProcess process;

  private UpcallProcess(List<String> command) {
    process = runner.start(command, Path.of("").toAbsolutePath(), Map.of());
  }

  /** Starts a command, and does not wait. */
  public static UpcallProcess start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Small and quickly there.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx300m"));
    command.add("-Dupcall.home=" + System.getProperty("upcall.home"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new UpcallProcess(command);
  }

  /** Waits until it has said something. */
  public void awaitOutput(String text) {
    if (process.awaitOutput(Pattern.compile(Pattern.quote(text)), LIMIT).isEmpty()) {
      throw new IllegalStateException("it never said \"" + text + "\":\n" + process.output());
    }
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far. */
  public String output() {
    return process.output();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.kill();
    runner.close();
  }

  @Override
  public void close() {
    process.close();
    runner.close();
  }
}
