package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.plan.MemoryPlan.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * Places all activations in one arena. Greedy first; where that leaves a gap to the lower bound,
 * branch and bound, complete for graphs of tinyML size.
 */
public final class MemoryPlanner {
  /** Enough for a dozen buffers that all meet, and for most networks whose buffers do not. */
  private static final int SEARCH_BUDGET = 300_000;

  private final int searchBudget;

  public MemoryPlanner() {
    this(SEARCH_BUDGET);
  }

  /**
   * @param searchBudget buffers that branch and bound tries before it gives up
   */
  MemoryPlanner(int searchBudget) {
    this.searchBudget = searchBudget;
  }

  /**
   * @throws IllegalStateException if the plan does not hold, a bug of this package
   */
  public MemoryPlan plan(KernelProgram program) {
    return plan(program, List.of());
  }

  /**
   * The same with some steps computed together, row by row.
   *
   * @param segments in order
   */
  MemoryPlan plan(KernelProgram program, List<RowSegment> segments) {
    MemoryPlan copying = place(program, segments);
    KernelProgram views = Views.in(program, segments);
    if (views == program) {
      return copying;
    }
    // A view saves its copy, but holds all of a concatenation's memory from its first operand on.
    MemoryPlan viewing = place(views, segments);
    return viewing.peakBytes() <= copying.peakBytes() ? viewing : copying;
  }

  /** The same with each step computed as the program says. */
  MemoryPlan place(KernelProgram program, List<RowSegment> segments) {
    PlacementProblem problem = PlacementProblem.of(program, segments);
    ExactPlacer exact = new ExactPlacer(problem, new GreedyPlacer(problem).place(), searchBudget);
    int[] offsets = exact.place();
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      placements.add(new Placement(problem.buffers().get(i), offsets[i]));
    }
    MemoryPlan plan =
        new MemoryPlan(
            program,
            placements,
            problem.peak(offsets),
            problem.lowerBound(),
            exact.isProven(),
            segments);
    PlanVerifier.verify(plan);
    return plan;
  }
}
