package dev.upcall.compiler;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.emit.FirmwareSpec;
import dev.upcall.compiler.quant.ScoreRule;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Tuned;
import java.util.Optional;

/** Translates a project's policies with the values of its manifest and of {@code tuned.yaml}. */
final class Policies {
  private static final String BEFORE = "device.before of ensemble.yaml";

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
                              scores.count(), scores.qparams().orElseThrow())))
                  .pushing(spec.pushed()));
    } catch (UpcallException e) {
      throw placed(e, "device.stages[%d].policy of ensemble.yaml".formatted(index));
    }
  }

  /** The policy on the input as C, if the manifest has one. */
  Optional<FirmwareSpec.Gate> gate() {
    return project.manifest().before().map(this::gate);
  }

  private FirmwareSpec.Gate gate(PolicySpec spec) {
    try {
      CPolicy policy =
          new PolicyTranslator()
              .translateGate(
                  PolicySource.find(spec, project.folder()), spec.parameters(), "upcall_gate");
      requireContinue(spec, policy);
      return new FirmwareSpec.Gate(
          spec.use(), policy, new Preprocessor(project.manifest().input()).qparams());
    } catch (UpcallException e) {
      throw placed(e, BEFORE);
    }
  }

  private static void requireContinue(PolicySpec spec, CPolicy policy) {
    if (!policy.says(Verdict.CONTINUE)) {
      throw Diagnostic.of(CompilerCode.UNREACHED, 0)
          .at("%s", BEFORE)
          .found("%s, which never says CONTINUE", spec.use())
          .need("a policy that sometimes lets the ladder run")
          .fix("return Verdict.CONTINUE somewhere")
          .toException();
    }
  }

  /** What is wrong with the use of a policy, not in its source, has its place in the manifest. */
  private static UpcallException placed(UpcallException e, String place) {
    return new UpcallException(
        e.diagnostics().stream()
            .map(diagnostic -> diagnostic.at().isEmpty() ? diagnostic.at("%s", place) : diagnostic)
            .toList());
  }
}
