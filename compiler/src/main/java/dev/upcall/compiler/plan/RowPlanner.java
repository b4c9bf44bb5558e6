package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelProgram;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Plans a program within a budget of memory: as it is if it fits so, else with as few steps as
 * possible computed row by row ({@link RowSegment}).
 */
public final class RowPlanner {
  /** Between nothing and a plan of whole images, of which a dearer one is tried after the other. */
  private static final int LIMITS = 32;

  private final MemoryPlanner planner;

  public RowPlanner() {
    this(new MemoryPlanner());
  }

  RowPlanner(MemoryPlanner planner) {
    this.planner = planner;
  }

  /**
   * The smallest plan that is worth its price ({@link RowPrice}): less is computed row by row until
   * it is.
   */
  public MemoryPlan worthwhile(KernelProgram program) {
    MemoryPlan plain = planner.plan(program);
    RowFusion fusion = new RowFusion(program, false);
    int step = Math.max(program.alignment(), plain.ramBytes() / LIMITS);
    for (int limit = fusion.least(); limit < plain.ramBytes(); limit += step) {
      MemoryPlan plan = planner.plan(program, fusion.within(limit).orElseThrow());
      if (RowPrice.isWorth(plan, plain)) {
        return plan;
      }
    }
    return plain;
  }

  /**
   * The plan, or the smallest there is if none fits.
   *
   * @param budget bytes of the arena and what counts rows; empty for as few as possible
   * @param fed whether the graph's input comes row by row
   * @return empty if the input cannot come row by row
   */
  public Optional<MemoryPlan> plan(KernelProgram program, OptionalInt budget, boolean fed) {
    MemoryPlan plain = planner.plan(program);
    if (!fed && budget.isPresent() && plain.ramBytes() <= budget.getAsInt()) {
      return Optional.of(plain);
    }
    RowFusion fusion = new RowFusion(program, fed);
    if (!fusion.isPossible()) {
      return fed ? Optional.empty() : Optional.of(plain);
    }
    int least = fusion.least();
    MemoryPlan smallest = planner.plan(program, fusion.within(least).orElseThrow());
    int limit = budget.orElse(least);
    while (limit > least) {
      // Parts that meet the limit one by one may not do so together: then with less for each.
      List<RowSegment> segments = fusion.within(limit).orElseThrow();
      MemoryPlan plan = planner.plan(program, segments);
      if (plan.ramBytes() <= budget.getAsInt()) {
        return Optional.of(plan);
      }
      if (plan.ramBytes() < smallest.ramBytes()) {
        smallest = plan;
      }
      limit -= Math.max(program.alignment(), plan.ramBytes() - budget.getAsInt());
    }
    return Optional.of(!fed && plain.ramBytes() <= smallest.ramBytes() ? plain : smallest);
  }
}
