package dev.upcall.cli.inspect;

import dev.upcall.compiler.report.ModelReport;
import java.util.List;
import java.util.Optional;

/**
 * What a model will take.
 *
 * @param model its layers, kernels and memory on the board asked for
 * @param boards what it takes elsewhere, and whether it fits
 * @param remarks what has to be said of these numbers
 */
public record Inspection(ModelReport model, List<OnBoard> boards, List<String> remarks) {
  public Inspection {
    boards = List.copyOf(boards);
    remarks = List.copyOf(remarks);
  }

  /**
   * A board.
   *
   * @param fits whether RAM and flash suffice for a bare image
   * @param ramBytes the arena
   * @param hasRamBytes what the board has for data
   * @param flashBytes weights, and as much code as any of our benchmark models needs there
   * @param instructions of one inference, all stages; empty where a kernel was never measured
   * @param instructionError relative; how far off such an estimate was for models it was not fitted
   *     to
   * @param refused why it cannot be compiled for the board; empty where it can
   */
  public record OnBoard(
      String board,
      boolean fits,
      long ramBytes,
      long hasRamBytes,
      long flashBytes,
      long hasFlashBytes,
      Optional<Double> instructions,
      Optional<Double> instructionError,
      Optional<String> refused) {}
}
