package dev.upcall.compiler;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.Board.Fpu;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;

/** What can stand against computing a ladder in floats. */
final class FloatStages {
  private FloatStages() {}

  /**
   * For commands that only know integers.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2343 if the request wants floats
   */
  static void refuse(CompileRequest request) {
    if (request.precision().isFloat()) {
      throw Diagnostic.of(CompilerCode.PRECISION, request.model())
          .at("--precision float32")
          .need("a command that compiles, builds or runs")
          .fix("leave --precision away")
          .toException();
    }
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2314, UP2341, both at once
   */
  static void require(Ladder<?> ladder) {
    Diagnostics diagnostics = new Diagnostics();
    Board board = ladder.board();
    boolean forced = ladder.request().precision() == Precision.SOFT_FLOAT32;
    if (board.cpu().fpu() == Fpu.NONE && !forced) {
      diagnostics.add(
          Diagnostic.of(CompilerCode.NO_FPU, board.id())
              .at("--precision float32")
              .found("%s, which has to emulate every operation on floats", board.name())
              .need("a board with a floating-point unit")
              .fix(
                  "leave --precision away, or name another --board (mps2-an386, posix), or add"
                      + " --soft-float and be patient"));
    }
    ladder
        .request()
        .calibration()
        .ifPresent(
            samples ->
                diagnostics.add(
                    Diagnostic.of(CompilerCode.CALIBRATION)
                        .at("%s", samples)
                        .found("samples for a model whose ranges nobody chooses")
                        .need("--calibration or --precision float32, not both")
                        .fix("leave one of them away")));
    diagnostics.throwIfAny();
  }
}
