package dev.upcall.cli.inspect;

import dev.upcall.compiler.report.ModelReport;
import java.util.List;
import java.util.Optional;

/**
 * What a model will take.
 *
 * @param model its layers, kernels and memory on the board asked for
 * @param dead of its layers those that compute what no input can change; left out of the C
 * @param boards what it takes elsewhere, and whether it fits
 * @param remarks what has to be said of these numbers
 */
public record Inspection(
    ModelReport model, List<Dead> dead, List<OnBoard> boards, List<String> remarks) {
  public Inspection {
    dead = List.copyOf(dead);
    boards = List.copyOf(boards);
    remarks = List.copyOf(remarks);
  }

  /**
   * A layer with channels that are the same number for every input, or that reads such.
   *
   * @param source where it stands in the model's file
   * @param deadChannels of its output's
   * @param deadMacs of its multiply-accumulates, those to or from such channels
   */
  public record Dead(
      String stage,
      String operator,
      String source,
      int channels,
      int deadChannels,
      long macs,
      long deadMacs) {}

  /**
   * A board.
   *
   * @param fits whether RAM and flash suffice for a bare image
   * @param ramBytes the arena, and constants where only RAM can hold them
   * @param hasRamBytes what the board has for data
   * @param flashBytes code, weights and tables
   * @param codeBytes as much as any of our benchmark models needs there; 0 where none was measured
   * @param tableBytes biases, requantisation constants and look-up tables
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
      long codeBytes,
      long weightBytes,
      long tableBytes,
      long hasFlashBytes,
      Optional<Double> instructions,
      Optional<Double> instructionError,
      Optional<String> refused) {}
}
