package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Stage;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest;

/** Holds the networks against the manifest. */
final class StageCheck {
  private StageCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2310, UP2311, UP2315, all at once
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
      ladder.project().ifPresent(project -> check(stage, project.manifest(), diagnostics));
    }
    diagnostics.throwIfAny();
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
