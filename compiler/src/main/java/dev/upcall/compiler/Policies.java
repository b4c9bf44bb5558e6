package dev.upcall.compiler;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.quant.ScoreRule;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Tuned;
import java.util.Optional;

/** Translates a project's policies with the values of its manifest and of {@code tuned.yaml}. */
final class Policies {
  private final Project project;

  Policies(Project project) {
    this.project = project;
  }

  /**
   * The policy behind stage {@code index} as C.
   *
   * @param last whether no stage follows on the device
   * @param scores the stage's
   */
  CPolicy translate(PolicySpec spec, int index, boolean last, ScoreRule scores) {
    try {
      return new PolicyTranslator()
          .translate(
              PolicySource.find(spec, project.folder()),
              Tuned.parameters(project, index),
              new PolicyPlace(
                  "upcall_policy_" + index,
                  last,
                  Optional.of(
                      new PolicyPlace.StageScores(
                          scores.count(), scores.qparams().orElseThrow()))));
    } catch (UpcallException e) {
      throw new UpcallException(
          e.diagnostics().stream().map(diagnostic -> placed(diagnostic, index)).toList());
    }
  }

  /** What is wrong with the use of a policy, not in its source, has its place in the manifest. */
  private static Diagnostic placed(Diagnostic diagnostic, int index) {
    return diagnostic.at().isEmpty()
        ? diagnostic.at("device.stages[%d].policy of ensemble.yaml", index)
        : diagnostic;
  }
}
