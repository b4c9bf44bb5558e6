package dev.upcall.compiler;

import dev.upcall.compiler.emit.FitCheck;
import dev.upcall.compiler.kernel.WinogradKernels;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The fastest plans that a board has room for: of the layers whose faster kernel needs more flash
 * and scratch as many as possible get it, those first that save most for it.
 */
final class SpeedPlans {
  private SpeedPlans() {}

  /**
   * @param plan of the ladder if at most so many layers of a stage get such kernels
   * @param kept bytes of an input that is kept for the host
   * @throws UpcallException if it is not even possible without them
   */
  static Ladder<MemoryPlan> of(IntFunction<Ladder<MemoryPlan>> plan, int kept) {
    int layers = Integer.MAX_VALUE;
    while (layers > 0) {
      Optional<Ladder<MemoryPlan>> ladder = attempt(plan, layers);
      if (ladder.isPresent() && fits(ladder.get(), kept)) {
        return ladder.get();
      }
      layers = ladder.isPresent() ? most(stages(ladder.get())) - 1 : 0;
    }
    return plan.apply(0);
  }

  /** Empty if it does not meet the budget of RAM. */
  private static Optional<Ladder<MemoryPlan>> attempt(
      IntFunction<Ladder<MemoryPlan>> plan, int layers) {
    try {
      return Optional.of(plan.apply(layers));
    } catch (UpcallException e) {
      // Without such layers it is met, or refused for good.
      return Optional.empty();
    }
  }

  private static boolean fits(Ladder<MemoryPlan> ladder, int kept) {
    return FitCheck.fits(stages(ladder), kept, ladder.board());
  }

  private static List<MemoryPlan> stages(Ladder<MemoryPlan> ladder) {
    return ladder.members().stream().map(Ladder.Member::model).toList();
  }

  /** Layers of the stage that has most of them. */
  private static int most(List<MemoryPlan> stages) {
    return stages.stream()
        .mapToInt(
            stage ->
                (int)
                    stage.program().steps().stream()
                        .flatMap(step -> step.function().stream())
                        .filter(WinogradKernels.CONV::equals)
                        .count())
        .max()
        .orElse(0);
  }
}
