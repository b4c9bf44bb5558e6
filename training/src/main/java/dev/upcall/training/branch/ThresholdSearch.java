package dev.upcall.training.branch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Thresholds of a ladder of exits by which the least is computed while accuracy stays within so
 * many points of the end's, with a standard error of the difference to spare: what is best on these
 * samples is less good on others. To be given samples of TUNE.
 *
 * <p>How much an exit may take depends on what the others do. So prices are tried for an error, in
 * multiply-accumulates; at each, one threshold after the other is set to what makes the whole
 * cheapest until none moves. The best of those that keep the bound is then pushed as far as the
 * bound allows.
 */
public final class ThresholdSearch {
  /** Quantiles of an exit's confidence that are tried. */
  private static final int STEPS = 80;

  private static final int PRICES = 24;

  /** From a tenth of a whole network for one error to a thousand of them. */
  private static final double CHEAPEST = 0.1;

  private static final double DEAREST = 1000;

  private final ExitLadder ladder;
  private final float[][] candidates;

  /** Best thresholds at each price of an error, and those by which nothing leaves early. */
  private final List<float[]> found = new ArrayList<>();

  public ThresholdSearch(ExitLadder ladder) {
    this.ladder = ladder;
    candidates = new float[ladder.exits()][];
    for (int k = 0; k < candidates.length; k++) {
      candidates[k] = quantiles(ladder.ways().get(k).confidence());
    }
    found.add(ladder.never());
    long whole = ladder.ways().get(ladder.exits()).block().macs();
    for (int i = 0; i < PRICES; i++) {
      double price = whole * CHEAPEST * Math.pow(DEAREST / CHEAPEST, i / (PRICES - 1.0));
      found.add(
          descend(
              ladder.never(),
              thresholds -> {
                ExitLadder.Count count = ladder.count(thresholds);
                return count.macs() - price * count.right();
              }));
    }
  }

  private static float[] quantiles(float[] confidence) {
    float[] sorted = confidence.clone();
    Arrays.sort(sorted);
    float[] chosen = new float[STEPS + 1];
    for (int i = 0; i < STEPS; i++) {
      chosen[i] = sorted[(int) ((long) i * sorted.length / STEPS)];
    }
    chosen[STEPS] = ExitLadder.NEVER;
    return chosen;
  }

  /**
   * The thresholds, one for each exit; {@link ExitLadder#NEVER} for one that is not worth its work.
   *
   * @param points of accuracy that may be lost, percent of the samples
   */
  public float[] within(double points) {
    double least = ladder.count(ladder.never()).right() - points / 100 * ladder.samples();
    ToDoubleFunction<float[]> bounded =
        thresholds -> {
          ExitLadder.Count count = ladder.count(thresholds);
          // A difference of d samples that changed sides, each either way, deviates by their root.
          double spare = Math.sqrt(count.differ());
          return count.right() - spare >= least ? count.macs() : Double.POSITIVE_INFINITY;
        };
    float[] best =
        found.stream().min(Comparator.comparingDouble(bounded::applyAsDouble)).orElseThrow();
    return descend(best, bounded);
  }

  private float[] descend(float[] start, ToDoubleFunction<float[]> cost) {
    float[] thresholds = start.clone();
    double least = cost.applyAsDouble(thresholds);
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int k = 0; k < thresholds.length; k++) {
        float before = thresholds[k];
        float chosen = before;
        for (float candidate : candidates[k]) {
          thresholds[k] = candidate;
          double value = cost.applyAsDouble(thresholds);
          if (value < least) {
            least = value;
            chosen = candidate;
            moved = true;
          }
        }
        thresholds[k] = chosen;
      }
    }
    return thresholds;
  }
}
