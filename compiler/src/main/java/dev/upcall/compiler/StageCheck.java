package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the networks against the manifest. */
final class StageCheck {
  private StageCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2310 to UP2312, UP2315, UP2319, all at
   *     once
   */
  static void require(Ladder<Graph> ladder) {
    Diagnostics diagnostics = new Diagnostics();
    for (Member<Graph> stage : ladder.members()) {
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
          .ifPresent(project -> check(ladder, stage, project.manifest(), diagnostics));
    }
    diagnostics.throwIfAny();
  }

  /**
   * Holds networks that were quantised elsewhere, too, against what a device runs.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2310 to UP2312, all at once
   */
  static <M extends ExecutableGraph> void requireQuantized(Ladder<M> ladder) {
    Diagnostics diagnostics = new Diagnostics();
    for (Member<M> stage : ladder.members()) {
      Graph graph = stage.model().graph();
      int outputs = stage.outputs().size();
      if (graph.inputs().size() != 1 || graph.outputs().size() != outputs) {
        diagnostics.add(
            Diagnostic.of(CompilerCode.INPUT, stage.name())
                .at("%s", stage.source().file())
                .found("%d inputs and %d outputs", graph.inputs().size(), graph.outputs().size())
                .need("one input and one output")
                .fix("join them in the model"));
      } else if (ladder.project().isPresent()) {
        Manifest manifest = ladder.project().get().manifest();
        check(ladder, stage.with(graph), manifest, diagnostics);
        checkScale(stage.with(graph), new Preprocessor(manifest.input()).qparams(), diagnostics);
      }
    }
    diagnostics.throwIfAny();
  }

  private static void checkScale(Member<Graph> stage, QParams project, Diagnostics diagnostics) {
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
  private static Optional<Diagnostic> unusable(Member<Graph> stage) {
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

  private static Diagnostic unusable(Member<Graph> stage, String found, String need) {
    return Diagnostic.of(CompilerCode.INTERFACE, stage.name())
        .at("%s", stage.source().file())
        .found("%s", found)
        .need("%s", need)
        .fix("export the model from its input to its scores, both as floats");
  }

  private static void check(
      Ladder<?> ladder, Member<Graph> stage, Manifest manifest, Diagnostics diagnostics) {
    for (Ladder.Stage rung : ladder.stages()) {
      for (Ladder.Part part : rung.parts()) {
        if (part.member().equals(stage.name())) {
          Value output = stage.model().outputs().get(part.exit());
          checkClasses(stage, output, rung.classes().size(), manifest, diagnostics);
        }
      }
    }
    checkOrder(stage, diagnostics);
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

  /**
   * @param some how many of the classes the stage says that it has; 0 if all
   */
  private static void checkClasses(
      Member<Graph> stage, Value output, int some, Manifest manifest, Diagnostics diagnostics) {
    int need = some == 0 ? manifest.classes().size() : some;
    if (output.shape().size() != need) {
      diagnostics.add(
          Diagnostic.of(CompilerCode.CLASSES, stage.name())
              .at("%s, output \"%s\"", stage.source().file(), output.name())
              .found("%d scores", output.shape().size())
              .need("%d, one for each of %s", need, some == 0 ? "classes" : "the stage's classes")
              .fix(
                  some == 0
                      ? "correct classes in ensemble.yaml, say which of them the stage is of by"
                          + " classes:, or train the model for them"
                      : "correct the stage's classes, in the order of its output"));
    }
  }

  /** What comes later must need more: else the exit before it has computed its work in vain. */
  private static void checkOrder(Member<Graph> stage, Diagnostics diagnostics) {
    Graph graph = stage.model();
    for (int exit = 1; exit < stage.exits().size(); exit++) {
      Value before = graph.outputs().get(exit - 1);
      Value after = graph.outputs().get(exit);
      if (work(graph, after) < work(graph, before)) {
        diagnostics.add(
            Diagnostic.of(CompilerCode.EXIT, after.name())
                .at("%s, device.stages of ensemble.yaml", stage.source().file())
                .found(
                    "%d multiply-accumulates up to \"%s\", %d up to \"%s\", which comes first",
                    work(graph, after), after.name(), work(graph, before), before.name())
                .need("exits in the order of the graph, the nearest to the input first")
                .fix("exchange the two stages"));
      }
    }
  }

  private static long work(Graph graph, Value output) {
    Set<Integer> needed = ExitOrder.needed(graph, List.of(output));
    return graph.ops().stream()
        .filter(op -> needed.contains(op.output().id()))
        .mapToLong(Macs::of)
        .sum();
  }
}
