package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Stage;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.tensor.QParams;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds the networks against the manifest. */
final class StageCheck {
  private StageCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2310, UP2311, UP2315, UP2319, all at once
   */
  static void require(Ladder<Graph> ladder) {
    Diagnostics diagnostics = new Diagnostics();
    for (Stage<Graph> stage : ladder.stages()) {
      if (stage.model().ops().isEmpty()) {
        diagnostics.add(
            Diagnostic.of(CompilerCode.EMPTY, stage.name())
                .at("%s", stage.source().file())
                .found("no operator between input and output")
                .fix("check the export of the model"));
      }
      Optional<Diagnostic> unusable = unusable(stage);
      unusable.ifPresent(diagnostics::add);
      ladder
          .project()
          .filter(project -> unusable.isEmpty())
          .ifPresent(project -> check(stage, project.manifest(), diagnostics));
    }
    diagnostics.throwIfAny();
  }

  /**
   * Holds networks that were quantised elsewhere, too, against what a device runs.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2310, UP2311, all at once
   */
  static <M extends ExecutableGraph> void requireQuantized(Ladder<M> ladder) {
    Diagnostics diagnostics = new Diagnostics();
    for (Stage<M> stage : ladder.stages()) {
      Graph graph = stage.model().graph();
      if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
        diagnostics.add(
            Diagnostic.of(CompilerCode.INPUT, stage.name())
                .at("%s", stage.source().file())
                .found("%d inputs and %d outputs", graph.inputs().size(), graph.outputs().size())
                .need("one input and one output")
                .fix("join them in the model"));
      } else if (ladder.project().isPresent()) {
        Manifest manifest = ladder.project().get().manifest();
        check(stage.with(graph), manifest, diagnostics);
        checkScale(stage.with(graph), new Preprocessor(manifest.input()).qparams(), diagnostics);
      }
    }
    diagnostics.throwIfAny();
  }

  private static void checkScale(Stage<Graph> stage, QParams project, Diagnostics diagnostics) {
    QParams found = stage.model().inputs().get(0).type().qparams();
    if (!found.equals(project)) {
      diagnostics.add(
          Diagnostic.of(CompilerCode.INPUT, stage.name())
              .at("%s", stage.source().file())
              .found("an input of scale %s, zero point %d", found.scale(), found.zeroPoint())
              .need(
                  "%s and %d, by input.preprocess of ensemble.yaml",
                  project.scale(), project.zeroPoint())
              .fix("give the member's float model, or preprocess as its makers did"));
    }
  }

  /**
   * A device is fed real numbers and gives real numbers, and has memory for all in between; a graph
   * may be more general.
   */
  private static Optional<Diagnostic> unusable(Stage<Graph> stage) {
    Graph graph = stage.model();
    if (graph.inputs().isEmpty()) {
      return Optional.of(unusable(stage, "no input", "one input"));
    }
    for (Value end : Stream.concat(graph.inputs().stream(), graph.outputs().stream()).toList()) {
      if (end.type().dtype() != DType.FLOAT32) {
        String type = end.type().dtype().irName();
        return Optional.of(unusable(stage, quoted(end) + " of " + type + " elements", "floats"));
      }
      if (graph.isConstant(end)) {
        return Optional.of(
            unusable(stage, quoted(end) + " of constants alone", "scores of the input"));
      }
    }
    return Stream.concat(graph.inputs().stream(), graph.ops().stream().map(Op::output))
        .filter(value -> value.shape().size() == 0)
        .findFirst()
        .map(empty -> unusable(stage, quoted(empty) + " of shape " + empty.shape(), "elements"));
  }

  private static String quoted(Value value) {
    return "\"" + value.name() + "\"";
  }

  private static Diagnostic unusable(Stage<Graph> stage, String found, String need) {
    return Diagnostic.of(CompilerCode.INTERFACE, stage.name())
        .at("%s", stage.source().file())
        .found("%s", found)
        .need("%s", need)
        .fix("export the model from its input to its scores, both as floats");
  }

  private static void check(Stage<Graph> stage, Manifest manifest, Diagnostics diagnostics) {
    int outputs = stage.model().outputs().get(0).shape().size();
    if (outputs != manifest.classes().size()) {
      diagnostics.add(
          Diagnostic.of(CompilerCode.CLASSES, stage.name())
              .at("%s, output \"%s\"", stage.source().file(), stage.model().outputs().get(0).name())
              .found("%d scores", outputs)
              .need("%d, one for each of classes", manifest.classes().size())
              .fix("correct classes in ensemble.yaml, or train the model for them"));
    }
    int inputs = stage.model().inputs().get(0).shape().size();
    if (inputs != manifest.input().size()) {
      diagnostics.add(
          Diagnostic.of(CompilerCode.INPUT, stage.name())
              .at("%s, input %s", stage.source().file(), stage.model().inputs().get(0).shape())
              .found("%d values", inputs)
              .need("%d, shape %s of input", manifest.input().size(), manifest.input().shape())
              .fix("correct input.shape in ensemble.yaml, or export the model for it"));
    }
  }
}
