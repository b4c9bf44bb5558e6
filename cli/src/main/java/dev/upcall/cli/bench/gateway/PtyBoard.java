package dev.upcall.cli.bench.gateway;

import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Firmware of the board {@code posix} with a serial line of a given speed. Closing ends it. */
public final class PtyBoard implements AutoCloseable {
  /** Upcalls open at a time, so that the line is never idle for an answer. */
  private static final int PENDING = 4;

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern PORT = Pattern.compile("serial port (\\S+)");

  private final ProcessRunner runner = new ProcessRunner();
  private Path port;

  private PtyBoard() {}

  /** Builds the emitted project in a folder for several open upcalls. */
  public static void build(Path project) {
    List<String> configure =
        List.of(
            "cmake",
            "-S",
            ".",
            "-B",
            "build",
            "-G",
            "Ninja",
            "-DCMAKE_C_FLAGS=-DUPCALL_PENDING=" + PENDING);
    try (ProcessRunner runner = new ProcessRunner();
        Firmware firmware = new Firmware()) {
      ProcessRunner.Result result = runner.run(configure, project, LIMIT);
      if (!result.ok()) {
        throw new IllegalStateException(result.output());
      }
      firmware.build(project);
    }
  }

  /**
   * Starts what was built.
   *
   * @param baud 0: as fast as a pseudo-terminal is
   */
  public static PtyBoard start(Path project, int baud) {
    PtyBoard board = new PtyBoard();
    try (Firmware firmware = new Firmware()) {
      Path elf = firmware.image(project).elf().toAbsolutePath();
      RunningProcess process =
          board.runner.start(
              List.of(elf.toString()),
              elf.getParent(),
              baud == 0 ? Map.of() : Map.of("UPCALL_BAUD", String.valueOf(baud)));
      Matcher said =
          process
              .awaitOutput(PORT, LIMIT)
              .orElseThrow(() -> new IllegalStateException(process.output()));
      board.port = Path.of(said.group(1));
      return board;
    } catch (RuntimeException e) {
      board.close();
      throw e;
    }
  }

  public Path port() {
    return port;
  }

  @Override
  public void close() {
    runner.close();
  }
}
