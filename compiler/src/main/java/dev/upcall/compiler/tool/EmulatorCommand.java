package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The start of a command that runs a board's image: QEMU, or for an AVR a program of ours around
 * libsimavr ({@code boards/emulator/simavr.c}) that takes QEMU's arguments and is compiled first.
 */
final class EmulatorCommand {
  private static final String SIMAVR = "simavr";
  private static final String HEADER = "/usr/include/simavr/sim_avr.h";
  private static final String PROGRAM = "upcall-simavr";
  private static final List<String> SOURCES =
      List.of("simavr.c", "simavr_count.c", "simavr_debug.c", "simavr.h");
  private static final List<String> COMPILE =
      List.of(
          "gcc", "-O2", "simavr.c", "simavr_count.c", "simavr_debug.c", "-lsimavr", "-o", PROGRAM);

  private EmulatorCommand() {}

  /** Whether a board runs in libsimavr and not in QEMU. */
  static boolean isSimavr(Board board) {
    return board.emulator().filter(e -> e.program().equals(SIMAVR)).isPresent();
  }

  /**
   * @param work where a program that has to be compiled is put
   * @throws dev.upcall.core.diagnostic.UpcallException UP2601 if the emulator is not installed
   */
  static List<String> start(ProcessRunner runner, Image image, WorkFolder work) {
    Board.Emulator emulator = image.board().emulator().orElseThrow();
    runner.require(Map.of(emulator.program(), emulator.packages()));
    List<String> command = new ArrayList<>();
    if (isSimavr(image.board())) {
      requireHeaders(emulator);
      EmulatorHelper.compile(runner, SOURCES, COMPILE, work);
      command.add(work.resolve(PROGRAM).toString());
      image
          .address("upcall_stack_limit")
          .ifPresent(limit -> command.addAll(List.of("-stack", "0x" + Long.toHexString(limit))));
    } else {
      command.add(emulator.program());
    }
    command.addAll(emulator.arguments());
    command.addAll(List.of("-kernel", image.elf().toAbsolutePath().toString()));
    return command;
  }

  private static void requireHeaders(Board.Emulator emulator) {
    if (!Files.exists(Path.of(HEADER))) {
      throw Diagnostic.of(ToolCode.MISSING_TOOL, "libsimavr")
          .found("no %s", HEADER)
          .fix(
              "sudo apt-get install --no-install-recommends %s",
              String.join(" ", emulator.packages()))
          .toException();
    }
  }
}
