package dev.upcall.compiler.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Places buffers one by one, each at the lowest offset that keeps all distances to those placed.
 */
final class GreedyPlacer {
  private static final int UNPLACED = -1;

  private final PlacementProblem problem;

  GreedyPlacer(PlacementProblem problem) {
    this.problem = problem;
  }

  /**
   * The best of a few orders: the largest first, the earliest first, the longest-lived first; each
   * with scratch in its turn, and with scratch last, in what gaps there are.
   */
  int[] place() {
    Comparator<Integer> bySize = Comparator.comparing(i -> -problem.buffers().get(i).bytes());
    Comparator<Integer> byStart = Comparator.comparing(i -> problem.buffers().get(i).firstStep());
    Comparator<Integer> byLifetime =
        Comparator.comparing(
            i -> problem.buffers().get(i).firstStep() - problem.buffers().get(i).lastStep());
    int[] best = null;
    for (Comparator<Integer> order :
        List.of(
            bySize.thenComparing(byStart),
            byStart,
            byStart.reversed(),
            byLifetime.thenComparing(bySize))) {
      Comparator<Integer> scratchLast =
          Comparator.comparing(i -> problem.buffers().get(i).isScratch());
      for (int[] offsets : List.of(place(order), place(scratchLast.thenComparing(order)))) {
        if (best == null || problem.peak(offsets) < problem.peak(best)) {
          best = offsets;
        }
      }
    }
    return best;
  }

  private int[] place(Comparator<Integer> order) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < problem.size(); i++) {
      indices.add(i);
    }
    indices.sort(order);
    int[] offsets = new int[problem.size()];
    Arrays.fill(offsets, UNPLACED);
    for (int index : indices) {
      offsets[index] = lowest(index, offsets);
    }
    return offsets;
  }

  private int lowest(int index, int[] offsets) {
    TreeSet<Integer> candidates = new TreeSet<>(List.of(0));
    for (int other = 0; other < offsets.length; other++) {
      if (offsets[other] != UNPLACED && problem.distance(index, other) != PlacementProblem.FREE) {
        candidates.add(offsets[other] + problem.distance(index, other));
      }
    }
    for (int candidate : candidates) {
      if (fits(index, candidate, offsets)) {
        return candidate;
      }
    }
    throw new AssertionError("above all others there is always room");
  }

  private boolean fits(int index, int offset, int[] offsets) {
    for (int other = 0; other < offsets.length; other++) {
      if (offsets[other] == UNPLACED || problem.distance(index, other) == PlacementProblem.FREE) {
        continue;
      }
      boolean above = offset - offsets[other] >= problem.distance(index, other);
      boolean below = offsets[other] - offset >= problem.distance(other, index);
      if (!above && !below) {
        return false;
      }
    }
    return true;
  }
}
