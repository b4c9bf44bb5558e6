package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts firmware: in QEMU (an AVR in simavr) for a board that has an emulator there, as a process
 * for {@code posix}. Either way the board's UART is a pseudo-terminal that any serial library can
 * open.
 *
 * <p>QEMU throws away what the firmware sends while nobody has the terminal open, and looks for
 * somebody once a second; so a host speaks first, and again until it is answered.
 */
public final class Emulator {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Pattern TERMINAL =
      Pattern.compile("(?:char device redirected to|upcall: serial port) (/dev/\\S+)");

  private final ProcessRunner runner;
  private final SecureRandom random = new SecureRandom();

  public Emulator(ProcessRunner runner) {
    this.runner = runner;
  }

  /**
   * Asks before anything is built whether a board can be run here.
   *
   * @param counting whether its instructions shall be counted
   * @throws dev.upcall.core.diagnostic.UpcallException UP2608 if not
   */
  public static void require(Board board, boolean counting) {
    if (board.emulator().isEmpty() && !board.isHost()) {
      throw Diagnostic.of(ToolCode.NO_EMULATOR, board.id())
          .fix("flash the image to the board: docs/boards.md")
          .toException();
    }
    if (board.emulator().isEmpty() && counting) {
      throw Diagnostic.of(ToolCode.NO_EMULATOR, board.id())
          .need("an emulator, to count instructions in")
          .fix("take an emulated board: docs/boards.md")
          .toException();
    }
  }

  /**
   * Starts an image and waits until its serial port is there.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2608 if nothing can run the board, UP2601
   *     if the emulator is not installed, UP2607 with its words if it ends at once
   */
  public Emulation start(Image image, RunOptions options) {
    Board board = image.board();
    require(board, options.counter().isPresent());
    WorkFolder work = WorkFolder.create();
    Image provisioned =
        options.device().isPresent()
            ? image.provisioned(options.device().getAsInt(), work.resolve("firmware.elf"))
            : image;
    List<String> command =
        board.isHost()
            ? List.of(provisioned.elf().toAbsolutePath().toString())
            : emulated(provisioned, options, work);
    RunningProcess process = start(command, work);
    Optional<Matcher> terminal = process.awaitOutput(TERMINAL, START_LIMIT);
    if (terminal.isEmpty()) {
      process.close();
      throw Diagnostic.of(ToolCode.EMULATOR_FAILED, command.get(0))
          .at("%s", String.join(" ", command))
          .found("%s", process.output().isBlank() ? "no output" : process.output().strip())
          .toException();
    }
    Path port = Path.of(terminal.get().group(1));
    options.serialLink().ifPresent(link -> link(link, port, process));
    return new Emulation(image, process, port, work);
  }

  /** The work folder goes when the process is closed. */
  private RunningProcess start(List<String> command, WorkFolder work) {
    try {
      RunningProcess process = runner.start(command, work.path(), Map.of());
      process.afterwards(work::close);
      return process;
    } catch (UpcallException e) {
      work.close();
      throw e;
    }
  }

  private List<String> emulated(Image image, RunOptions options, WorkFolder work) {
    List<String> command = new ArrayList<>(EmulatorCommand.start(runner, image, work));
    command.addAll(List.of("-display", "none", "-serial", "pty"));
    command.addAll(List.of("-monitor", "unix:" + work.monitor() + ",server=on,wait=off"));
    // A restart of the firmware is a fault: end instead, so that it is seen.
    command.add("-no-reboot");
    // RAM starts as zeros in QEMU: what would be noise on a chip is written before the start.
    image
        .address("upcall_boot_seed")
        .ifPresent(
            address ->
                command.addAll(
                    List.of(
                        "-device",
                        "loader,addr=0x%x,data=0x%x,data-len=4"
                            .formatted(address, random.nextInt()))));
    options.counter().ifPresent(counter -> command.addAll(counter.arguments(image)));
    return command;
  }

  private static void link(Path link, Path port, RunningProcess process) {
    try {
      // A link an earlier run left behind is replaced; anything else there is somebody's.
      if (Files.isSymbolicLink(link)) {
        Files.delete(link);
      }
      Files.createSymbolicLink(link, port);
      process.afterwards(() -> unlink(link, port));
    } catch (IOException e) {
      process.close();
      throw Diagnostic.of(ToolCode.FILE_FAILED).at("%s", link).found("%s", e).toException();
    }
  }

  /** Leaves the link where another board has taken it meanwhile. */
  private static void unlink(Path link, Path port) {
    try {
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(port)) {
        Files.delete(link);
      }
    } catch (IOException e) {
      // The next start replaces it.
      return;
    }
  }
}
