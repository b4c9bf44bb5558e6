package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.emit.PackedWeights;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.kernel.Objective;
import dev.upcall.compiler.kernel.ProductStripes;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.plan.LeanPlanner;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.plan.PeakStep;
import dev.upcall.compiler.plan.RowPlanner;
import dev.upcall.compiler.plan.Scheduler;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Places the activations of a ladder's stages as the request wants it: step by step, or with layers
 * computed row by row so that they fit a budget.
 */
final class StagePlans {
  /** The part of the least memory that is given for speed. */
  private static final int SLACK = 20;

  private final CompileRequest request;

  /** What a stage's arena and states must not exceed, given what else is static. */
  private final OptionalInt budget;

  /** Whether the input comes row by row. */
  private final boolean fed;

  /** Whether values have to stay what a host knows them as. */
  private final boolean cut;

  private StagePlans(CompileRequest request, OptionalInt budget, boolean fed, boolean cut) {
    this.request = request;
    this.budget = budget;
    this.fed = fed;
    this.cut = cut;
  }

  /**
   * @throws UpcallException UP2332 if the input is to come row by row and something behind the
   *     first stage reads it again, or a policy before it has to see all of it
   */
  static StagePlans of(Ladder<? extends ExecutableGraph> ladder) {
    boolean manifest =
        ladder.project().map(p -> p.manifest().input().feed().equals("rows")).orElse(false);
    boolean fed = manifest || ladder.request().memory().rowFed();
    if (fed && ladder.project().flatMap(p -> p.manifest().before()).isPresent()) {
      throw Diagnostic.of(CompilerCode.ROW_FED, ladder.name())
          .at("--feed rows")
          .found("a policy on the input, device.before of ensemble.yaml, which sees all of it")
          .need("an input whose rows are computed as they come")
          .fix("leave --feed rows or before away")
          .toException();
    }
    boolean one = ladder.stages().size() == 1 && ladder.members().size() == 1;
    if (fed && !(one && ladder.members().get(0).exits().size() == 1)) {
      throw Diagnostic.of(CompilerCode.ROW_FED, ladder.name())
          .at(manifest ? "input.feed of ensemble.yaml" : "--feed rows")
          .found(
              "%d stages and %d members, which read the input again or go on behind an exit",
              ladder.stages().size(), ladder.members().size())
          .need("one stage with the scores of one member")
          .fix("feed: frame; or one stage")
          .toException();
    }
    int beside = states(ladder) + kept(ladder);
    OptionalInt budget = ladder.request().memory().budget();
    return new StagePlans(
        ladder.request(),
        budget.isPresent() ? OptionalInt.of(budget.getAsInt() - beside) : budget,
        fed,
        ladder.payload().featureMap().isPresent());
  }

  /** Bytes that stay from run to run. */
  private static int states(Ladder<? extends ExecutableGraph> ladder) {
    return ladder.members().stream().mapToInt(stage -> stage.model().stateBytes()).sum();
  }

  /** Bytes of an input or feature map that is kept for whoever is above. */
  static int kept(Ladder<? extends ExecutableGraph> ladder) {
    Optional<Handover> map = ladder.payload().featureMap();
    if (map.isPresent()) {
      return map.get().bytes();
    }
    boolean asks = ladder.stages().stream().anyMatch(stage -> stage.policy().isPresent());
    return asks
        ? ladder.members().get(0).model().graph().inputs().stream()
            .mapToInt(input -> input.type().bytes())
            .sum()
        : 0;
  }

  /**
   * With the kernels of a selector, and with compressed weights if they are asked for and save
   * flash.
   *
   * @param model the stage's, as it is to run
   * @throws UpcallException UP2331 with what the stage needs at least, UP2332
   */
  MemoryPlan plan(
      Member<? extends ExecutableGraph> stage, ExecutableGraph model, KernelSelector selector) {
    // Exits count operators, of which stripes would make more.
    boolean packs = request.memory().packed() && stage.exits().size() <= 1 && !cut;
    if (packs && model instanceof QuantGraph integer) {
      MemoryPlan cut = plan(stage, scheduled(ProductStripes.of(integer), selector));
      Optional<KernelProgram> packed = PackedWeights.choose(cut);
      if (packed.isPresent()) {
        return plan(stage, packed.get());
      }
    }
    return plan(stage, scheduled(model, selector));
  }

  private static KernelProgram scheduled(ExecutableGraph model, KernelSelector selector) {
    return new Scheduler().schedule(selector.select(model));
  }

  private MemoryPlan plan(Member<? extends ExecutableGraph> stage, KernelProgram program) {
    MemoryPlan plan = leanest(stage).plan(program);
    if (budget.isPresent() && plan.ramBytes() > budget.getAsInt()) {
      throw overBudget(stage, plan);
    }
    return plan;
  }

  /** Plans with kernels as lean as the request wants them. */
  private LeanPlanner leanest(Member<? extends ExecutableGraph> stage) {
    double slack =
        switch (request.objective()) {
          case SPEED, SIZE -> Double.MAX_VALUE;
          case BALANCED -> 1 + 1.0 / SLACK;
          case RAM -> 1;
        };
    return new LeanPlanner(
        program -> placed(stage, program), budget.isPresent() ? 1 : slack, budget.orElse(0));
  }

  private MemoryPlan placed(Member<? extends ExecutableGraph> stage, KernelProgram program) {
    boolean asIs = request.objective() != Objective.RAM && budget.isEmpty() && !fed;
    // Rows that are computed together do not stop at an exit.
    if (stage.exits().size() > 1) {
      return new MemoryPlanner().plan(program);
    }
    if (asIs || stage.model() instanceof FloatGraph && !fed && budget.isEmpty()) {
      return new MemoryPlanner().plan(program);
    }
    if (request.objective() == Objective.RAM && !fed) {
      MemoryPlan worthwhile = new RowPlanner().worthwhile(program);
      if (budget.isEmpty() || worthwhile.ramBytes() <= budget.getAsInt()) {
        return worthwhile;
      }
    }
    boolean least = request.objective() == Objective.RAM && fed;
    MemoryPlan plan = plan(stage, program, least ? OptionalInt.empty() : budget);
    if (!least && budget.isEmpty()) {
      // A little more than the least lets layers compute several rows at a time.
      plan = plan(stage, program, OptionalInt.of(plan.ramBytes() + plan.ramBytes() / SLACK));
    }
    return plan;
  }

  private MemoryPlan plan(
      Member<? extends ExecutableGraph> stage, KernelProgram program, OptionalInt limit) {
    return new RowPlanner().plan(program, limit, fed).orElseThrow(() -> notByRows(stage));
  }

  private static UpcallException notByRows(Member<?> stage) {
    return Diagnostic.of(CompilerCode.ROW_FED, stage.name())
        .at("stage \"%s\", %s", stage.name(), stage.source().file())
        .found("a first layer that needs its whole input, or one that is needed again later")
        .need("an int8 image [1,H,W,C] that is read by convolutions, pooling or sums at the front")
        .fix("leave --feed away")
        .toException();
  }

  private UpcallException overBudget(Member<?> stage, MemoryPlan plan) {
    int given = request.memory().budget().orElseThrow();
    int beside = given - budget.orElseThrow();
    return Diagnostic.of(CompilerCode.RAM_BUDGET, stage.name())
        .at("stage \"%s\", %s", stage.name(), PeakStep.of(plan))
        .found("--ram-budget %d, of which %d for states and an input that is kept", given, beside)
        .need("at least %d bytes, layers computed row by row", plan.ramBytes() + beside)
        .fix("a larger budget, or a smaller network (fewer channels or pixels there)")
        .toException();
  }
}
