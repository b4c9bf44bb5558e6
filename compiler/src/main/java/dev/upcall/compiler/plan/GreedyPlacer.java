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

  /** 120 orders of five. */
  private static final int MAX_PERMUTED = 5;

  private final PlacementProblem problem;

  GreedyPlacer(PlacementProblem problem) {
    this.problem = problem;
  }

  /**
   * The best of a few orders: the largest first, the earliest first, the longest-lived first; each
   * with scratch in its turn, and with scratch last, in what gaps there are. Then the same behind
   * what the step needs that needs most, in every order.
   */
  int[] place() {
    Comparator<Integer> bySize = Comparator.comparing(i -> -problem.buffers().get(i).bytes());
    Comparator<Integer> byStart = Comparator.comparing(i -> problem.buffers().get(i).firstStep());
    Comparator<Integer> byLifetime =
        Comparator.comparing(
            i -> problem.buffers().get(i).firstStep() - problem.buffers().get(i).lastStep());
    Comparator<Integer> scratchLast =
        Comparator.comparing(i -> problem.buffers().get(i).isScratch());
    List<Comparator<Integer>> orders = new ArrayList<>();
    for (Comparator<Integer> order :
        List.of(
            bySize.thenComparing(byStart),
            byStart,
            byStart.reversed(),
            byLifetime.thenComparing(bySize))) {
      orders.add(order);
      orders.add(scratchLast.thenComparing(order));
    }
    int[] best = best(orders, List.of(), null);
    List<Integer> tightest = problem.tightest();
    if (tightest.size() <= MAX_PERMUTED && problem.peak(best) > problem.lowerBound()) {
      for (List<Integer> first : permutations(tightest)) {
        best = best(orders, first, best);
      }
    }
    return best;
  }

  private int[] best(List<Comparator<Integer>> orders, List<Integer> first, int[] soFar) {
    int[] best = soFar;
    for (Comparator<Integer> order : orders) {
      int[] offsets = place(first, order);
      if (best == null || problem.peak(offsets) < problem.peak(best)) {
        best = offsets;
      }
    }
    return best;
  }

  private static List<List<Integer>> permutations(List<Integer> elements) {
    if (elements.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (Integer head : elements) {
      List<Integer> others = new ArrayList<>(elements);
      others.remove(head);
      for (List<Integer> tail : permutations(others)) {
        List<Integer> whole = new ArrayList<>(List.of(head));
        whole.addAll(tail);
        all.add(whole);
      }
    }
    return all;
  }

  /**
   * @param first buffers that are placed before all others
   */
  private int[] place(List<Integer> first, Comparator<Integer> order) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < problem.size(); i++) {
      if (!first.contains(i)) {
        indices.add(i);
      }
    }
    indices.sort(order);
    indices.addAll(0, first);
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
