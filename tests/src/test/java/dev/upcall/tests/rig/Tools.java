package dev.upcall.tests.rig;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.ProcessRunner;
import org.junit.jupiter.api.Assumptions;

/** Skips tests, by name, where outside programs are missing. */
public final class Tools {
  private Tools() {}

  public static void require(String... programs) {
    try (ProcessRunner runner = new ProcessRunner()) {
      for (String program : programs) {
        Assumptions.assumeTrue(runner.find(program).isPresent(), program + " is not installed");
      }
    }
  }

  /** What it takes to build a board's firmware and to run it here. */
  public static void requireBoard(String id) {
    Board board = new BoardCatalogue().load(id);
    require("cmake", "ninja", board.toolchain().compiler());
    board.emulator().ifPresent(emulator -> require(emulator.program()));
  }
}
