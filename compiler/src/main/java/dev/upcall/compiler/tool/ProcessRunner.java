package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The only place that starts outside programs. Arguments are lists, never a shell's line; output is
 * captured; what still runs is ended, with its children, when this is closed or the JVM exits.
 */
public final class ProcessRunner implements AutoCloseable {
  private final Set<RunningProcess> running = ConcurrentHashMap.newKeySet();
  private final Thread atExit = new Thread(this::closeAll, "upcall-end-processes");

  public ProcessRunner() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * How a program ended.
   *
   * @param output standard output and error, in the order written
   */
  public record Result(int exitCode, String output) {
    public boolean ok() {
      return exitCode == 0;
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param directory where it runs
   * @throws dev.upcall.core.diagnostic.UpcallException UP2603 if it cannot be started, UP2602 if it
   *     does not end in time; it is ended then
   */
  public Result run(List<String> command, Path directory, Duration limit) {
    try (RunningProcess process = start(command, directory, Map.of("LC_ALL", "C"))) {
      if (process.await(limit)) {
        return new Result(process.exitCode(), process.output());
      }
      throw Diagnostic.of(ToolCode.TIMED_OUT, command.get(0))
          .at("%s", String.join(" ", command))
          .found("still running after %d s", limit.toSeconds())
          .toException();
    }
  }

  /**
   * Starts a program and leaves it running.
   *
   * @param environment added to this process's own
   * @throws dev.upcall.core.diagnostic.UpcallException UP2603 if it cannot be started
   */
  public RunningProcess start(
      List<String> command, Path directory, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process started = builder.start();
      started.getOutputStream().close();
      RunningProcess process = new RunningProcess(started, running::remove);
      running.add(process);
      return process;
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.NOT_STARTED, command.get(0))
          .at("%s", String.join(" ", command))
          .found("%s", e.getMessage())
          .toException();
    }
  }

  /** Where a program is on the search path, if it is. */
  public Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(path.split(File.pathSeparator)).stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * Makes sure that programs are there before the first of them is needed.
   *
   * @param packages program to the Debian packages that bring it
   * @throws dev.upcall.core.diagnostic.UpcallException UP2601 with the line that installs all that
   *     are missing
   */
  public void require(Map<String, List<String>> packages) {
    List<String> missing =
        packages.keySet().stream().filter(program -> find(program).isEmpty()).sorted().toList();
    if (missing.isEmpty()) {
      return;
    }
    List<String> install =
        missing.stream().flatMap(p -> packages.get(p).stream()).distinct().sorted().toList();
    String are = missing.size() == 1 ? " is" : " are";
    throw Diagnostic.of(ToolCode.MISSING_TOOL, String.join(", ", missing) + are)
        .found("no such program on the search path")
        .fix(
            String.format(
                Locale.ROOT,
                "apt-get install --no-install-recommends %s",
                String.join(" ", install)))
        .toException();
  }

  /** Ends every process that still runs. */
  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is going down and the hook is doing this very work.
      return;
    }
  }

  private void closeAll() {
    running.forEach(RunningProcess::close);
  }

  /** Waits for a process to be gone; true if it went in time. */
  static boolean ended(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
