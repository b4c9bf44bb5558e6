package dev.upcall.compiler;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Tuned;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Translates a project's policies with the values of its manifest and of {@code tuned.yaml}. */
final class Policies {
  private final Project project;
  private final Optional<Tuned> tuned;

  Policies(Project project) {
    this.project = project;
    this.tuned = Tuned.load(project);
  }

  /**
   * The policy behind stage {@code index} as C.
   *
   * @param last whether no stage follows on the device
   */
  CPolicy translate(PolicySpec spec, int index, boolean last) {
    Map<String, Double> values = new TreeMap<>(spec.parameters());
    if (!spec.tuned().isEmpty()) {
      tuned.ifPresent(found -> values.putAll(found.stage(index)));
    }
    PolicySource source = PolicySource.find(spec.use(), project.folder());
    return new PolicyTranslator().translate(source, values, "upcall_policy_" + index, last);
  }
}
