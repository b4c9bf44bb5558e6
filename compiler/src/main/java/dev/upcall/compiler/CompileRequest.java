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
 * @param memory how much of it there is, and how the input comes
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
    Objective objective,
    MemoryRequest memory) {
  public CompileRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(board);
    Objects.requireNonNull(output);
    Objects.requireNonNull(quantization);
    Objects.requireNonNull(precision);
    Objects.requireNonNull(objective);
    Objects.requireNonNull(memory);
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
        Objective.BALANCED,
        MemoryRequest.STANDARD);
  }

  /** Fold 0, no options. */
  public static CompileRequest of(Path model, String board, Path output) {
    return new CompileRequest(
        model, 0, board, output, Optional.empty(), QuantOptions.STANDARD, Optional.empty());
  }

  /** The same request for another fold. */
  public CompileRequest withFold(int other) {
    return new CompileRequest(
        model,
        other,
        board,
        output,
        calibration,
        quantization,
        dumpIr,
        keepConstantChannels,
        precision,
        objective,
        memory);
  }

  /** The same request for another precision. */
  public CompileRequest with(Precision other) {
    return with(calibration, quantization, keepConstantChannels, other, objective, memory);
  }

  /** The same request for another objective. */
  public CompileRequest with(Objective other) {
    return with(calibration, quantization, keepConstantChannels, precision, other, memory);
  }

  /** The same request with other wishes about memory. */
  public CompileRequest with(MemoryRequest other) {
    return with(calibration, quantization, keepConstantChannels, precision, objective, other);
  }

  /** The same request with all channels computed. */
  public CompileRequest withConstantChannels() {
    return with(calibration, quantization, true, precision, objective, memory);
  }

  public CompileRequest withCalibration(Path samples) {
    return with(
        Optional.of(samples), quantization, keepConstantChannels, precision, objective, memory);
  }

  public CompileRequest withQuantization(QuantOptions options) {
    return with(calibration, options, keepConstantChannels, precision, objective, memory);
  }

  private CompileRequest with(
      Optional<Path> samples,
      QuantOptions options,
      boolean constantChannels,
      Precision numbers,
      Objective aim,
      MemoryRequest ram) {
    return new CompileRequest(
        model, fold, board, output, samples, options, dumpIr, constantChannels, numbers, aim, ram);
  }

  /**
   * What a user types for it, as far as it differs from the standard; without folders, so that the
   * same project gives the same bytes wherever it lies.
   */
  String command(String boardId) {
    return "upcall compile "
        + model.toAbsolutePath().normalize().getFileName()
        + " --board "
        + boardId
        + (fold == 0 ? "" : " --fold " + fold)
        + (precision.isFloat() ? " --precision float32" : "")
        + (precision == Precision.SOFT_FLOAT32 ? " --soft-float" : "")
        + (keepConstantChannels ? " --keep-constant-channels" : "")
        + (objective == Objective.BALANCED ? "" : " --optimize " + objective.word())
        + quantization.commandLine()
        + memory.options();
  }
}
