package dev.upcall.host.web;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Tuned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of a project with the parameters that its files have, as the page shows them.
 *
 * @param signature first eight bytes, in hexadecimal digits
 * @param trouble why the parameters cannot be read; empty if they can
 */
record PolicyView(String project, String signature, List<Stage> stages, String trouble) {
  /** A parameter per class of many classes is nothing to look at. */
  private static final int MAX_SHOWN = 32;

  /**
   * A stage with a policy.
   *
   * @param more parameters that are not shown
   */
  record Stage(int stage, String policy, Map<String, Double> parameters, int more) {}

  static PolicyView of(String signature, Project project) {
    Manifest manifest = project.manifest();
    List<Stage> stages = new ArrayList<>();
    String trouble = "";
    try {
      for (int k = 0; k < manifest.stages().size(); k++) {
        Optional<Manifest.PolicySpec> policy = manifest.stages().get(k).policy();
        if (policy.isPresent()) {
          stages.add(stage(k, policy.get(), Tuned.parameters(project, k)));
        }
      }
    } catch (UpcallException e) {
      trouble = e.getMessage();
    }
    return new PolicyView(manifest.name(), signature, stages, trouble);
  }

  private static Stage stage(int index, Manifest.PolicySpec policy, Map<String, Double> all) {
    Map<String, Double> shown = new LinkedHashMap<>();
    all.entrySet().stream()
        .limit(MAX_SHOWN)
        .forEach(parameter -> shown.put(parameter.getKey(), parameter.getValue()));
    return new Stage(index, policy.use(), shown, all.size() - shown.size());
  }
}
