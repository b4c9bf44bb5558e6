package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Part;
import dev.upcall.compiler.Ladder.Stage;
import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.emit.FirmwareSpec.Rung;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.ScoreRule;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A ladder's stages as they are printed: where scores come from, and the policy behind them. */
final class Rungs {
  private Rungs() {}

  static List<Rung> of(Ladder<MemoryPlan> ladder) {
    Optional<Policies> policies = ladder.project().map(Policies::new);
    List<ScoreRule> rules =
        scores(
            ladder.withMembers(
                ladder.members().stream()
                    .map(member -> member.with(member.model().program().model()))
                    .toList()));
    List<Rung> rungs = new ArrayList<>();
    for (int i = 0; i < ladder.stages().size(); i++) {
      int index = i;
      boolean last = i == ladder.stages().size() - 1;
      Optional<CPolicy> policy =
          ladder
              .stages()
              .get(i)
              .policy()
              .map(spec -> policies.orElseThrow().translate(spec, index, last, rules.get(index)));
      rungs.add(new Rung(rules.get(i), policy));
    }
    // Networks without a project have no policies between them: each is called by itself.
    if (ladder.project().isPresent()) {
      requireReached(ladder, rungs);
    }
    return rungs;
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2345 if some policy never lets the stage
   *     behind it run
   */
  private static void requireReached(Ladder<?> ladder, List<Rung> rungs) {
    Diagnostics diagnostics = new Diagnostics();
    for (int i = 0; i < rungs.size() - 1; i++) {
      CPolicy policy = rungs.get(i).policy().orElseThrow();
      if (!policy.says(Verdict.CONTINUE)) {
        diagnostics.add(
            Diagnostic.of(CompilerCode.UNREACHED, i + 1)
                .at("device.stages[%d].policy of ensemble.yaml", i)
                .found("%s, which never says CONTINUE", name(ladder, i))
                .need("a policy that sometimes lets the next stage run")
                .fix("return Verdict.CONTINUE somewhere, or leave the stages behind it away"));
      }
    }
    diagnostics.throwIfAny();
  }

  private static String name(Ladder<?> ladder, int stage) {
    return ladder.stages().get(stage).policy().orElseThrow().use();
  }

  /** The scores of each stage. */
  static List<ScoreRule> scores(Ladder<? extends ExecutableGraph> ladder) {
    return ladder.stages().stream().map(stage -> scores(ladder, stage)).toList();
  }

  private static ScoreRule scores(Ladder<? extends ExecutableGraph> ladder, Stage stage) {
    List<ScoreRule.Exit> exits = new ArrayList<>();
    List<TensorType> types = new ArrayList<>();
    for (Part part : stage.parts()) {
      int network =
          IntStream.range(0, ladder.members().size())
              .filter(i -> ladder.members().get(i).name().equals(part.member()))
              .findFirst()
              .orElseThrow();
      exits.add(new ScoreRule.Exit(network, part.exit()));
      types.add(ladder.members().get(network).model().graph().outputs().get(part.exit()).type());
    }
    int classes =
        ladder
            .project()
            .map(project -> project.manifest().classes().size())
            .orElse(types.get(0).shape().size());
    return ScoreRule.of(exits, types, stage.classes(), classes);
  }
}
