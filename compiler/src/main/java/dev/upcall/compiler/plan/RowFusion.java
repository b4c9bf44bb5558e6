package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which steps of a program to compute row by row. What each run of steps would need by itself is
 * computed first; the best way to cut the program follows by dynamic programming, first for the
 * least that its greediest part can need, then for the fewest steps that are fused to stay below a
 * limit. Layers then get as many rows at a time as they do well with, where the limit allows it.
 */
final class RowFusion {
  /** Longer segments cost more to try than they gain: rows become few towards a network's end. */
  private static final int MAX_STEPS = 32;

  private static final int NEVER = Integer.MAX_VALUE;

  private final KernelProgram program;
  private final RowSegments segments;
  private final boolean fed;
  private final int steps;

  /** Bytes that each step needs by itself. */
  private final int[] alone;

  /** Bytes that the steps from the first index to before the second need as a segment. */
  private final int[][] fused;

  /**
   * @param fed whether the graph's input has to come row by row
   */
  RowFusion(KernelProgram program, boolean fed) {
    this.program = program;
    this.fed = fed;
    this.segments = new RowSegments(program);
    this.steps = program.steps().size();
    PlacementProblem unfused = PlacementProblem.of(program, List.of());
    this.alone = new int[steps];
    this.fused = new int[steps][steps + 1];
    for (int first = 0; first < steps; first++) {
      alone[first] = fed && first == 0 ? NEVER : unfused.lowerBoundAt(first);
      Arrays.fill(fused[first], NEVER);
      int least = fed && first == 0 ? 1 : 2;
      for (int end = first + 1; end <= last(first); end++) {
        if (!segments.canContain(end - 1)) {
          break;
        }
        if (end - first >= least && (!fed || first > 0 || segments.canFeed(end))) {
          fused[first][end] = need(segment(first, end, one(first, end)));
        }
      }
    }
  }

  /** Whether there is a way to take the input row by row. */
  boolean isPossible() {
    return least() < NEVER;
  }

  /** The least that the greediest part of the program can need. */
  int least() {
    int[] best = new int[steps + 1];
    for (int end = 1; end <= steps; end++) {
      best[end] = Math.max(best[end - 1], alone[end - 1]);
      for (int first = Math.max(0, end - MAX_STEPS); first < end; first++) {
        best[end] = Math.min(best[end], Math.max(best[first], fused[first][end]));
      }
    }
    return best[steps];
  }

  /** The fewest steps, cut so that no part needs more than {@code limit}; empty if some must. */
  Optional<List<RowSegment>> within(int limit) {
    int[] count = new int[steps + 1];
    int[] from = new int[steps + 1];
    for (int end = 1; end <= steps; end++) {
      count[end] = alone[end - 1] <= limit ? count[end - 1] : NEVER;
      from[end] = NEVER;
      for (int first = Math.max(0, end - MAX_STEPS); first < end; first++) {
        if (fused[first][end] <= limit && count[first] < NEVER) {
          int together = count[first] + end - first;
          // Of cuts that fuse as many, the one into short segments leaves most room in each.
          if (together <= count[end]) {
            count[end] = together;
            from[end] = first;
          }
        }
      }
    }
    if (count[steps] == NEVER) {
      return Optional.empty();
    }
    List<RowSegment> chosen = new ArrayList<>();
    int end = steps;
    while (end > 0) {
      if (from[end] == NEVER) {
        end--;
      } else {
        chosen.add(0, widened(from[end], end, limit));
        end = from[end];
      }
    }
    return Optional.of(chosen);
  }

  /** With as many rows at a time as are good and as the limit allows. */
  private RowSegment widened(int first, int end, int limit) {
    int[] rows = one(first, end);
    RowSegment best = segment(first, end, rows);
    for (int step = first; step < end; step++) {
      int[] wider = rows.clone();
      wider[step - first] = segments.kernel(step).goodRows();
      if (wider[step - first] > rows[step - first]) {
        RowSegment segment = segment(first, end, wider);
        if (need(segment) <= limit) {
          best = segment;
          rows = wider;
        }
      }
    }
    return best;
  }

  private int last(int first) {
    return Math.min(steps, first + MAX_STEPS);
  }

  private RowSegment segment(int first, int end, int[] rows) {
    return segments.of(first, end, fed && first == 0, rows);
  }

  private static int[] one(int first, int end) {
    int[] rows = new int[end - first];
    Arrays.fill(rows, 1);
    return rows;
  }

  private int need(RowSegment segment) {
    return PlacementProblem.of(program, List.of(segment)).lowerBoundAt(segment.first())
        + segment.stateBytes();
  }
}
