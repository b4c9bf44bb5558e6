package dev.upcall.cli.ladder;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.reference.Reference;
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
  private final QParams logits;
  private final Reference reference;

  /**
   * @param numbers of the firmware's integers
   * @param precision of networks that are not quantised yet
   */
  DeviceStage(Project project, QuantOptions numbers, Precision precision) {
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
                Optional.empty())
            .with(precision);
    ExecutableGraph model = compiler.executable(request).stages().get(0).model();
    logits = model.graph().outputs().get(0).type().qparams();
    reference = Reference.of(model);
    original = compiler.original(request, 0).map(FloatInterpreter::new);
  }

  /** What the firmware hands to its policy for {@code input}. */
  Scores scores(byte[] input) {
    return new Scores(reference.run(input), logits.scale(), logits.zeroPoint());
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
