package dev.upcall.cli.ladder;

import dev.upcall.core.decision.tune.PolicyTuner;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedPolicy;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The policy behind the device's first stage as the firmware carries it: the manifest's parameters
 * and the tuned ones.
 *
 * @param use the policy's name
 * @param parameters all of them
 */
public record DeployedPolicy(String use, Map<String, Double> parameters) {

  public static DeployedPolicy of(Project project) {
    PolicySpec spec = Tuning.policySpec(project);
    Map<String, Double> parameters = new LinkedHashMap<>(spec.parameters());
    Tuned.load(project).ifPresent(tuned -> parameters.putAll(tuned.stage(0)));
    return new DeployedPolicy(spec.use(), parameters);
  }

  /** How it fares on a split, and how it would with other thresholds. */
  public TunedPolicy on(Replay replay, Split split) {
    return new PolicyTuner()
        .tune(
            use,
            parameters,
            replay.deviceScores(Split.SELECT),
            replay.samples(split),
            // Bounds nothing: every parameter is given.
            Target.maxUpcalls(1));
  }
}
