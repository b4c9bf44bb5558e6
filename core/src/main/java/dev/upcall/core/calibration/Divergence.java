package dev.upcall.core.calibration;

/**
 * How much a range's 256 steps fail to tell of the distribution that was observed: the
 * Kullback-Leibler divergence of what they can tell from the histogram whose outliers are counted
 * at the range's ends. Migacz, 8-bit inference with TensorRT, GTC 2017.
 */
final class Divergence {
  private static final int LEVELS = 256;

  /** What a bin that the steps say is empty counts for, so that the logarithm stays finite. */
  private static final double TRACE = 1e-4;

  private final Observer seen;

  Divergence(Observer seen) {
    this.seen = seen;
  }

  double ofRange(double low, double high) {
    int first = seen.bin(low);
    int last = seen.bin(high);
    double[] clipped = clipped(first, last);
    double[] told = told(first, last);
    double total = 0;
    double toldTotal = 0;
    for (int i = 0; i < clipped.length; i++) {
      total += clipped[i];
      toldTotal += told[i];
    }
    double divergence = 0;
    for (int i = 0; i < clipped.length && toldTotal > 0; i++) {
      if (clipped[i] > 0) {
        double p = clipped[i] / total;
        double q = Math.max(told[i], TRACE) / toldTotal;
        divergence += p * StrictMath.log(p / q);
      }
    }
    return toldTotal > 0 || total == 0 ? divergence : Double.POSITIVE_INFINITY;
  }

  /** Counts of the bins in the range, with everything beyond in the outermost. */
  private double[] clipped(int first, int last) {
    double[] counts = new double[last - first + 1];
    for (int i = 0; i < 2 * Observer.HALF; i++) {
      counts[Math.max(first, Math.min(last, i)) - first] += seen.count(i);
    }
    return counts;
  }

  /** The same from the counts within each step alone, evenly over its bins that hold any. */
  private double[] told(int first, int last) {
    int bins = last - first + 1;
    double[] counts = new double[bins];
    for (int level = 0; level < LEVELS; level++) {
      int from = level * bins / LEVELS;
      int to = (level + 1) * bins / LEVELS;
      double sum = 0;
      int filled = 0;
      for (int i = from; i < to; i++) {
        sum += seen.count(first + i);
        filled += seen.count(first + i) > 0 ? 1 : 0;
      }
      for (int i = from; i < to; i++) {
        counts[i] = seen.count(first + i) > 0 ? sum / filled : 0;
      }
    }
    return counts;
  }
}
