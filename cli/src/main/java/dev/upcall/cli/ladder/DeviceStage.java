package dev.upcall.cli.ladder;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.QuantGraph;
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
  private final FloatInterpreter original;
  private final QuantGraph quantized;
  private final Interpreter interpreter = new Interpreter();

  DeviceStage(Project project) {
    preprocessor = new Preprocessor(project.manifest().input());
    Compiler compiler = new Compiler(new BoardCatalogue());
    Ladder<Graph> ladder =
        compiler.legalise(
            compiler.load(
                new CompileRequest(
                    project.folder(),
                    project.fold(),
                    ANY_BOARD,
                    Path.of(""),
                    Optional.empty(),
                    Optional.empty())));
    original = new FloatInterpreter(ladder.stages().get(0).model());
    quantized = compiler.quantize(ladder).stages().get(0).model();
  }

  /** What the firmware hands to its policy for {@code input}. */
  Scores scores(byte[] input) {
    QParams qparams = quantized.graph().outputs().get(0).type().qparams();
    return new Scores(interpreter.run(quantized, input), qparams.scale(), qparams.zeroPoint());
  }

  /** The class the float original gives, the first of equals. */
  int floatClass(byte[] input) {
    return Argmax.of(original.run(preprocessor.dequantize(input)));
  }
}
