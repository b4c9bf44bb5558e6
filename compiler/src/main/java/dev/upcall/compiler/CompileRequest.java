package dev.upcall.compiler;

import dev.upcall.compiler.kernel.Objective;
import dev.upcall.compiler.quant.QuantOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to compile, for which board, where to.
 *
 * @param model a project folder, its manifest, or a model file
 * @param fold cross-fitting fold of the project, 0 for its own models
 * @param board id of a board, or the path of a {@code board.yaml}
 * @param output folder that gets {@code <project>/<board>/}
 * @param calibration for a bare float model: float32 samples, little endian, back to back, each in
 *     the order of the device's input [H,W,C]
 * @param quantization how float networks become integers
 * @param dumpIr folder that gets the text IR after every pass
 * @param keepConstantChannels channels that are the same for every input are computed all the same
 * @param precision of networks that are not quantised yet
 * @param objective what kernels and their memory are chosen for
 */
public record CompileRequest(
    Path model,
    int fold,
    String board,
    Path output,
    Optional<Path> calibration,
    QuantOptions quantization,
    Optional<Path> dumpIr,
    boolean keepConstantChannels,
    Precision precision,
    Objective objective) {
  public CompileRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(board);
    Objects.requireNonNull(output);
    Objects.requireNonNull(quantization);
    Objects.requireNonNull(precision);
    Objects.requireNonNull(objective);
  }

  /** In int8, without constant channels, balanced. */
  public CompileRequest(
      Path model,
      int fold,
      String board,
      Path output,
      Optional<Path> calibration,
      QuantOptions quantization,
      Optional<Path> dumpIr) {
    this(
        model,
        fold,
        board,
        output,
        calibration,
        quantization,
        dumpIr,
        false,
        Precision.INT8,
        Objective.BALANCED);
  }

  /** Fold 0, no options. */
  public static CompileRequest of(Path model, String board, Path output) {
    return new CompileRequest(
        model, 0, board, output, Optional.empty(), QuantOptions.STANDARD, Optional.empty());
  }

  /** The same request for another precision. */
  public CompileRequest with(Precision other) {
    return with(calibration, quantization, keepConstantChannels, other, objective);
  }

  /** The same request for another objective. */
  public CompileRequest with(Objective other) {
    return with(calibration, quantization, keepConstantChannels, precision, other);
  }

  /** The same request with all channels computed. */
  public CompileRequest withConstantChannels() {
    return with(calibration, quantization, true, precision, objective);
  }

  public CompileRequest withCalibration(Path samples) {
    return with(Optional.of(samples), quantization, keepConstantChannels, precision, objective);
  }

  public CompileRequest withQuantization(QuantOptions options) {
    return with(calibration, options, keepConstantChannels, precision, objective);
  }

  private CompileRequest with(
      Optional<Path> samples,
      QuantOptions options,
      boolean constantChannels,
      Precision numbers,
      Objective aim) {
    return new CompileRequest(
        model, fold, board, output, samples, options, dumpIr, constantChannels, numbers, aim);
  }
}
