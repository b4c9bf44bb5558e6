package dev.upcall.compiler;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Tuned;

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
   */
  CPolicy translate(PolicySpec spec, int index, boolean last) {
    return new PolicyTranslator()
        .translate(
            PolicySource.find(spec, project.folder()),
            Tuned.parameters(project, index),
            "upcall_policy_" + index,
            last);
  }
}
