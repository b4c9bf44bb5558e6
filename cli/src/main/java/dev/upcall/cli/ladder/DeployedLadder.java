package dev.upcall.cli.ladder;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderTuner;
import dev.upcall.core.decision.tune.OperatingPoint;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The policies behind the device's stages as the firmware carries them.
 *
 * @param parameters by stage all of them: the manifest's and the tuned ones
 */
public record DeployedLadder(Project project, List<Map<String, Double>> parameters) {
  /** Parameters of built-in policies that are thresholds on what the others define. */
  private static final Set<String> THRESHOLDS = Set.of("theta", "bound", "beta");

  public DeployedLadder {
    parameters = List.copyOf(parameters);
  }

  /** With what is tuned. */
  public static DeployedLadder of(Project project) {
    return new DeployedLadder(
        project,
        IntStream.range(0, project.manifest().stages().size())
            .mapToObj(
                k ->
                    project.manifest().stages().get(k).policy().isPresent()
                        ? Tuned.parameters(project, k)
                        : Map.<String, Double>of())
            .toList());
  }

  public List<Policy> policies() {
    return new StagePolicies(project).policies(parameters);
  }

  /** How it fares on a split. */
  public LadderCount on(Replay replay, Split split) {
    return LadderCount.of(policies(), replay.samples(split));
  }

  /**
   * How a split would fare with other thresholds of its built-in policies, fewest upcalls first.
   */
  public List<OperatingPoint> curve(Replay replay, Split split) {
    List<Map<String, Double>> open =
        parameters.stream()
            .map(
                given -> {
                  Map<String, Double> rest = new HashMap<>(given);
                  rest.keySet().removeAll(THRESHOLDS);
                  return rest;
                })
            .toList();
    StagePolicies policies = new StagePolicies(project);
    List<StageTuning> all = policies.fixed(parameters);
    List<StageTuning> opened = policies.fixed(open);
    List<StageTuning> stages =
        IntStream.range(0, all.size())
            .mapToObj(k -> all.get(k).use().endsWith(".java") ? all.get(k) : opened.get(k))
            .toList();
    return new LadderTuner()
        .tune(
            new LadderTuner.Task(
                stages,
                replay.begunScores(Split.SELECT),
                replay.samples(split),
                // Bounds nothing: the curve is all that counts here.
                Target.maxUpcalls(1)))
        .curve();
  }
}
