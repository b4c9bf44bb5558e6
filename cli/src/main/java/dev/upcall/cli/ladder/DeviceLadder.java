package dev.upcall.cli.ladder;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The device's stages as the firmware computes them, beside their float originals, in Java. */
final class DeviceLadder {
  /** Scores are the same on every board; the process on Linux has no limits to meet. */
  private static final String ANY_BOARD = "posix";

  private final Preprocessor preprocessor;
  private final List<Stage> stages = new ArrayList<>();

  private record Stage(Reference reference, QParams logits, Optional<FloatInterpreter> original) {}

  /**
   * @param numbers of the firmware's integers
   * @param precision of networks that are not quantised yet
   */
  DeviceLadder(Project project, QuantOptions numbers, Precision precision) {
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
    Ladder<ExecutableGraph> ladder = compiler.executable(request);
    for (int k = 0; k < ladder.stages().size(); k++) {
      ExecutableGraph model = ladder.stages().get(k).model();
      stages.add(
          new Stage(
              Reference.of(model),
              model.graph().outputs().get(0).type().qparams(),
              compiler.original(request, k).map(FloatInterpreter::new)));
    }
  }

  int stages() {
    return stages.size();
  }

  /** What the firmware hands to its policies for {@code input}, stage by stage. */
  List<Scores> scores(byte[] input) {
    return stages.stream()
        .map(
            stage ->
                new Scores(
                    stage.reference().run(input),
                    stage.logits().scale(),
                    stage.logits().zeroPoint()))
        .toList();
  }

  /**
   * The class the last stage's float original gives, the first of equals; the firmware's own where
   * there is no original, since the member was quantised elsewhere.
   */
  int floatClass(byte[] input) {
    Stage last = stages.get(stages.size() - 1);
    return last.original()
        .map(network -> Argmax.of(network.run(preprocessor.dequantize(input))))
        .orElseGet(() -> scores(input).get(stages.size() - 1).top1());
  }
}
