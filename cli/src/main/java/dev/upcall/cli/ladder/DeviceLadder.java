package dev.upcall.cli.ladder;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.LadderReference;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.tensor.Argmax;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The device's stages as the firmware computes them, beside their float originals, in Java. */
final class DeviceLadder {
  /** Scores are the same on every board; the process on Linux has no limits to meet. */
  private static final String ANY_BOARD = "posix";

  private final Preprocessor preprocessor;
  private final LadderReference reference;
  private final Ladder<ExecutableGraph> ladder;

  /** By member. */
  private final Map<String, FloatInterpreter> originals = new HashMap<>();

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
    ladder = compiler.executable(request);
    reference = new LadderReference(ladder);
    for (int i = 0; i < ladder.members().size(); i++) {
      String name = ladder.members().get(i).name();
      compiler.original(request, i).ifPresent(g -> originals.put(name, new FloatInterpreter(g)));
    }
  }

  /** Of the largest feature map that goes to the host; empty where the input does. */
  OptionalInt featureMapBytes() {
    return ladder.payload().featureMap().stream().mapToInt(Handover::bytes).max();
  }

  int stages() {
    return reference.stages();
  }

  /** What the firmware hands to its policies for {@code input}, stage by stage. */
  List<Scores> scores(byte[] input) {
    return reference.scores(input);
  }

  /**
   * The class that the last stage's float originals give, the first of equals; the firmware's own
   * where there is none, since a member was quantised elsewhere.
   */
  int floatClass(byte[] input) {
    Ladder.Stage last = ladder.stages().get(ladder.stages().size() - 1);
    if (!last.parts().stream().allMatch(part -> originals.containsKey(part.member()))) {
      return scores(input).get(stages() - 1).top1();
    }
    float[] real = preprocessor.dequantize(input);
    float[] sum = null;
    for (Ladder.Part part : last.parts()) {
      FloatInterpreter original = originals.get(part.member());
      float[] logits = original.runAll(List.of(real), (value, seen) -> {}).get(part.exit());
      sum = sum == null ? logits : plus(sum, logits);
    }
    int top = Argmax.of(sum);
    return last.classes().isEmpty() ? top : last.classes().get(top);
  }

  private static float[] plus(float[] left, float[] right) {
    float[] sum = new float[left.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = left[i] + right[i];
    }
    return sum;
  }
}
