package dev.upcall.cli.ladder;

import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.PolicyTuner;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedPolicy;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import java.util.Map;

/**
 * The policy behind the device's first stage as the firmware carries it.
 *
 * @param source built-in, or the project's own Java file
 * @param parameters all of them: the manifest's and the tuned ones
 */
public record DeployedPolicy(PolicySource source, Map<String, Double> parameters) {

  public static DeployedPolicy of(Project project) {
    return of(project, Tuned.parameters(project, 0));
  }

  /** The manifest's policy with other parameters. */
  static DeployedPolicy of(Project project, Map<String, Double> parameters) {
    PolicySpec spec = Tuning.policySpec(project);
    return new DeployedPolicy(PolicySource.find(spec, project.folder()), parameters);
  }

  /**
   * How it fares on a split, and how it would with other thresholds; a project's own policy has no
   * threshold that is known here, so its curve is one point.
   */
  public TunedPolicy on(Replay replay, Split split) {
    LadderSamples samples = replay.samples(split);
    if (!source.builtIn()) {
      return TunedPolicy.asGiven(
          source.name(),
          parameters,
          new PolicyLoader(new PolicyTranslator()).load(source, parameters),
          samples);
    }
    return new PolicyTuner()
        .tune(
            source.name(),
            parameters,
            replay.deviceScores(Split.SELECT),
            samples,
            // Bounds nothing: every parameter is given.
            Target.maxUpcalls(1));
  }
}
