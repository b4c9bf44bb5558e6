package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.LeanKernels;
import java.util.Optional;
import java.util.function.Function;

/** Exchanges kernels for leaner ones as long as the step that needs most memory has one. */
public final class LeanPlanner {
  private final Function<KernelProgram, MemoryPlan> planner;
  private final double slack;
  private final int enough;

  /**
   * @param planner places a program
   * @param slack how many times the memory may be, at least 1, for fewer instructions
   * @param enough bytes of memory that nobody minds
   */
  public LeanPlanner(Function<KernelProgram, MemoryPlan> planner, double slack, int enough) {
    this.planner = planner;
    this.slack = slack;
    this.enough = enough;
  }

  /** The plan with the fastest kernels whose memory is enough, or within the slack. */
  public MemoryPlan plan(KernelProgram program) {
    MemoryPlan chosen = planner.apply(program);
    KernelProgram lean = program;
    Optional<KernelProgram> leaner = leaner(lean, chosen);
    while (leaner.isPresent() && chosen.ramBytes() > enough) {
      lean = leaner.get();
      MemoryPlan plan = planner.apply(lean);
      if (plan.ramBytes() * slack < chosen.ramBytes()) {
        chosen = plan;
      }
      leaner = leaner(lean, plan);
    }
    return chosen;
  }

  /** With another kernel for the step that needs most. */
  private static Optional<KernelProgram> leaner(KernelProgram program, MemoryPlan plan) {
    if (program.steps().isEmpty()) {
      return Optional.empty();
    }
    int step = PeakStep.index(plan);
    return LeanKernels.instead(program.steps().get(step)).map(choice -> program.with(step, choice));
  }
}
