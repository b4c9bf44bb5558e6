package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;

/**
 * The range that, of those shrunk from what was observed, gives the least sum of squared errors:
 * step^2 / 12 for elements within (rounding is uniform over a step), the squared excess for those
 * beyond.
 */
final class LeastSquares {
  private static final int STEPS = 40;
  private static final double SMALLEST = 0.3;

  private LeastSquares() {}

  static Range choose(Observer seen) {
    double low = Math.min(seen.min(), 0);
    double high = Math.max(seen.max(), 0);
    // One end after the other: the best upper end barely depends on the lower one.
    double bestHigh = high;
    double least = error(seen, low, high);
    for (int i = 1; i <= STEPS; i++) {
      double candidate = high * shrink(i);
      double error = error(seen, low, candidate);
      if (error < least) {
        least = error;
        bestHigh = candidate;
      }
    }
    double bestLow = low;
    for (int i = 1; i <= STEPS; i++) {
      double candidate = low * shrink(i);
      double error = error(seen, candidate, bestHigh);
      if (error < least) {
        least = error;
        bestLow = candidate;
      }
    }
    return new Range(bestLow, bestHigh);
  }

  private static double shrink(int step) {
    return 1 - (1 - SMALLEST) * step / STEPS;
  }

  private static double error(Observer seen, double low, double high) {
    QParams q = new Range(low, high).asymmetric();
    double rounding = (double) q.scale() * q.scale() / 12;
    double sum = 0;
    for (int i = 0; i < 2 * Observer.HALF; i++) {
      long count = seen.count(i);
      if (count > 0) {
        double value = seen.center(i);
        double beyond = Math.max(0, Math.max(value - high, low - value));
        sum += count * (beyond > 0 ? beyond * beyond : rounding);
      }
    }
    return sum;
  }
}
