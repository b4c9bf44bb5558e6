package dev.upcall.core.calibration;

/** Of the ranges shrunk from what was observed, the one of least cost. */
final class RangeSearch {
  private static final int STEPS = 40;
  private static final double SMALLEST = 0.3;

  private RangeSearch() {}

  /** What is lost where int8 covers {@code low} to {@code high}; low <= 0 <= high. */
  interface Cost {
    double of(double low, double high);
  }

  static Range choose(Observer seen, Cost cost) {
    double low = Math.min(seen.min(), 0);
    double high = Math.max(seen.max(), 0);
    // One end after the other: the best upper end barely depends on the lower one.
    double bestHigh = high;
    double least = cost.of(low, high);
    for (int i = 1; i <= STEPS; i++) {
      double candidate = high * shrink(i);
      double lost = cost.of(low, candidate);
      if (lost < least) {
        least = lost;
        bestHigh = candidate;
      }
    }
    double bestLow = low;
    for (int i = 1; i <= STEPS; i++) {
      double candidate = low * shrink(i);
      double lost = cost.of(candidate, bestHigh);
      if (lost < least) {
        least = lost;
        bestLow = candidate;
      }
    }
    return new Range(bestLow, bestHigh);
  }

  private static double shrink(int step) {
    return 1 - (1 - SMALLEST) * step / STEPS;
  }
}
