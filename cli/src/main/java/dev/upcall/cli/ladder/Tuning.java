package dev.upcall.cli.ladder;

import dev.upcall.compiler.Precision;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.tune.Fit;
import dev.upcall.core.decision.tune.Guarantee;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderTuner;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedLadder;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies behind a project's device stages with parameters found for a target. */
public record Tuning(TunedLadder ladder, Wish wish) {

  /**
   * What is wanted.
   *
   * @param fit what logistic regressions are fitted to
   * @param costs of the device, where they are known
   * @param guarantee to be tested on the guarantee split, which nothing else touches
   */
  public record Wish(
      Target target, Fit fit, Optional<LadderCosts> costs, Optional<Guarantee> guarantee) {
    public static Wish of(Target target) {
      return new Wish(target, Fit.RIGHT, Optional.empty(), Optional.empty());
    }

    public Wish with(Optional<LadderCosts> known) {
      return new Wish(target, fit, known, guarantee);
    }
  }

  /** The policies of a project, to be tuned. */
  public static List<StageTuning> stages(Project project) {
    return new StagePolicies(project).toTune();
  }

  /** Fits on the select and tune splits. */
  public static Tuning fit(Replay replay, Target target) {
    return fit(replay, Wish.of(target));
  }

  /** Fits on the select and tune splits, and tests on the guarantee split what is to hold. */
  public static Tuning fit(Replay replay, Wish wish) {
    wish.guarantee().ifPresent(guarantee -> GuaranteeUse.require(replay, guarantee));
    TunedLadder ladder =
        new LadderTuner()
            .tune(
                new LadderTuner.Task(
                    stages(replay.project()),
                    replay.begunScores(Split.SELECT),
                    replay.samples(Split.TUNE),
                    wish.target(),
                    wish.fit(),
                    wish.costs(),
                    wish.guarantee()
                        .map(g -> new LadderTuner.Tested(g, replay.samples(Split.GUARANTEE)))));
    return new Tuning(ladder, wish);
  }

  /** The same policies on a split that played no part in finding them. */
  public LadderCount on(Replay replay, Split split) {
    return LadderCount.of(ladder.policies(), replay.samples(split));
  }

  /**
   * Writes tuned.yaml beside the fold's models.
   *
   * @param numbers that the device's scores were made of
   */
  public void save(Replay replay, QuantOptions numbers, Precision precision) {
    Project fold = replay.project();
    List<StageSpec> specs = fold.manifest().stages();
    Map<Integer, Map<String, Double>> stages = new LinkedHashMap<>();
    for (int k = 0; k < specs.size(); k++) {
      if (specs.get(k).policy().isPresent()) {
        PolicySpec policy = specs.get(k).policy().get();
        String prefix = PolicySpec.prefix(policy.wrappersAroundTuned());
        Map<String, Double> found = new LinkedHashMap<>();
        ladder
            .stages()
            .get(k)
            .parameters()
            .forEach((name, value) -> found.put(prefix + name, value));
        found.keySet().removeAll(policy.parameters().keySet());
        stages.put(k, found);
      }
    }
    // In this order: the same tuning gives the same file.
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put(
        "policy", String.join(", ", ladder.stages().stream().map(TunedLadder.Stage::use).toList()));
    provenance.put("target", wish.target().toString());
    provenance.put("split", Split.TUNE.key());
    provenance.put("fit", wish.fit() == Fit.GAIN ? "gain of the host" : "");
    String floats = precision.isFloat() ? " --precision float32" : "";
    provenance.put("numbers", (numbers.commandLine() + floats).strip());
    GuaranteeUse.record(replay, ladder.guarantee(), provenance);
    new Tuned(provenance, stages).save(fold);
  }
}
