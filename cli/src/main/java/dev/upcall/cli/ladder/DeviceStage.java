package dev.upcall.cli.ladder;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The device's first stage as the firmware computes it, beside its float original, both in Java.
 */
final class DeviceStage {
  /** Scores are the same on every board; the process on Linux has no limits to meet. */
  private static final String ANY_BOARD = "posix";

  private final Preprocessor preprocessor;
  private final Optional<FloatInterpreter> original;
  private final QuantGraph quantized;
  private final Interpreter interpreter = new Interpreter();

  /**
   * @param numbers of the firmware
   */
  DeviceStage(Project project, QuantOptions numbers) {
    preprocessor = new Preprocessor(project.manifest().input());
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request =
        new CompileRequest(
            project.folder(),
            project.fold(),
            ANY_BOARD,
            Path.of(""),
            Optional.empty(),
            numbers,
            Optional.empty());
    quantized = compiler.int8(request).stages().get(0).model();
    original = compiler.original(request, 0).map(FloatInterpreter::new);
  }

  /** What the firmware hands to its policy for {@code input}. */
  Scores scores(byte[] input) {
    QParams qparams = quantized.graph().outputs().get(0).type().qparams();
    return new Scores(interpreter.run(quantized, input), qparams.scale(), qparams.zeroPoint());
  }

  /**
   * The class the float original gives, the first of equals; the firmware's own where there is no
   * original, since the member was quantised elsewhere.
   */
  int floatClass(byte[] input) {
    return original
        .map(network -> Argmax.of(network.run(preprocessor.dequantize(input))))
        .orElseGet(() -> scores(input).top1());
  }
}
