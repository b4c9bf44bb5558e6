package dev.upcall.cli.ladder;

import dev.upcall.cli.CliCode;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.tune.PolicyTuner;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedPolicy;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import java.util.LinkedHashMap;
import java.util.Map;

/** The policy behind a project's device stage with parameters found for a target. */
public record Tuning(TunedPolicy policy, Target target) {

  /** Fits on the select and tune splits. */
  public static Tuning fit(Replay replay, Target target) {
    PolicySpec spec = policySpec(replay.project());
    TunedPolicy policy =
        new PolicyTuner()
            .tune(
                spec.use(),
                spec.parameters(),
                replay.deviceScores(Split.SELECT),
                replay.samples(Split.TUNE),
                target);
    return new Tuning(policy, target);
  }

  /** The same policy on a split that played no part in finding it. */
  public TunedPolicy on(Replay replay, Split split) {
    return DeployedPolicy.of(replay.project(), policy.parameters()).on(replay, split);
  }

  /**
   * Writes tuned.yaml beside the fold's models.
   *
   * @param numbers that the device's scores were made of
   */
  public void save(Project fold, QuantOptions numbers, Precision precision) {
    Map<String, Double> found = new LinkedHashMap<>(policy.parameters());
    found.keySet().removeAll(policySpec(fold).parameters().keySet());
    // In this order: the same tuning gives the same file.
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("policy", policy.use());
    provenance.put("target", target.toString());
    provenance.put("split", Split.TUNE.key());
    String floats = precision.isFloat() ? " --precision float32" : "";
    String options = (numbers.commandLine() + floats).strip();
    if (!options.isEmpty()) {
      provenance.put("numbers", options);
    }
    new Tuned(provenance, Map.of(0, found)).save(fold);
  }

  static PolicySpec policySpec(Project project) {
    return project
        .manifest()
        .stages()
        .get(0)
        .policy()
        .orElseThrow(
            () ->
                Diagnostic.of(CliCode.NO_POLICY, project.manifest().name())
                    .at("ensemble.yaml: device.stages")
                    .need("a policy behind the stage")
                    .fix("add policy: {use: LogisticRegression, weights: tuned}")
                    .toException());
  }
}
