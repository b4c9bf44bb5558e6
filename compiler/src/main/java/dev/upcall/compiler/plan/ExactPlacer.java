package dev.upcall.compiler.plan;

import java.util.Arrays;

/**
 * Branch and bound over the order of buffers by offset. Pushing every buffer of an arrangement down
 * onto those below it, lowest first, never raises the peak; so the best arrangement is among those
 * in which each buffer lies as low as the ones before it in some order allow.
 */
final class ExactPlacer {
  private final PlacementProblem problem;
  private final int[] offsets;
  private final boolean[] placed;
  private int[] best;
  private int bestPeak;
  private int budget;

  /**
   * @param start a valid arrangement to improve on
   * @param budget buffers to try before giving up
   */
  ExactPlacer(PlacementProblem problem, int[] start, int budget) {
    this.problem = problem;
    this.offsets = new int[problem.size()];
    this.placed = new boolean[problem.size()];
    this.best = start.clone();
    this.bestPeak = problem.peak(start);
    this.budget = budget;
  }

  /** The best arrangement found. */
  int[] place() {
    extend(0, 0, 0);
    return best;
  }

  /** Whether the search was complete, so that {@link #place} gave the optimum. */
  boolean isProven() {
    return bestPeak == problem.lowerBound() || budget > 0;
  }

  private void extend(int count, int peak, int floor) {
    if (count == offsets.length) {
      best = Arrays.copyOf(offsets, count);
      bestPeak = peak;
      return;
    }
    for (int next = 0; next < offsets.length; next++) {
      if (placed[next]) {
        continue;
      }
      if (bestPeak == problem.lowerBound() || --budget <= 0) {
        return;
      }
      int offset = lowest(next);
      int end = offset + problem.align(problem.buffers().get(next).bytes());
      // Orders that are not by offset repeat arrangements found elsewhere.
      if (offset < floor || Math.max(peak, end) >= bestPeak) {
        continue;
      }
      offsets[next] = offset;
      placed[next] = true;
      extend(count + 1, Math.max(peak, end), offset);
      placed[next] = false;
    }
  }

  private int lowest(int index) {
    int offset = 0;
    for (int other = 0; other < offsets.length; other++) {
      if (placed[other] && problem.distance(index, other) != PlacementProblem.FREE) {
        offset = Math.max(offset, offsets[other] + problem.distance(index, other));
      }
    }
    return offset;
  }
}
