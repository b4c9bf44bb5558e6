package dev.upcall.core.calibration;

/**
 * What one tensor's elements were over all calibration samples: least, greatest, and a histogram.
 *
 * <p>The histogram's bins are symmetric around 0 and all equally wide. When an element lies beyond
 * them, pairs of bins are merged and the width doubles, so that one pass over the data is enough
 * and the result does not depend on the samples' order.
 */
public final class Observer {
  /** Bins on each side of 0. */
  static final int HALF = 2048;

  private final long[] bins = new long[2 * HALF];
  private double width = 0x1p-40;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long zeros;

  /**
   * Takes finite elements.
   *
   * @throws IllegalArgumentException if one is not: no histogram would ever be wide enough
   */
  public void observe(float[] elements) {
    for (float element : elements) {
      if (!Float.isFinite(element)) {
        throw new IllegalArgumentException("not finite: " + element);
      }
      min = Math.min(min, element);
      max = Math.max(max, element);
      if (element == 0) {
        // Zero is exact in every quantisation; in a bin it would count as a rounding error.
        zeros++;
      } else {
        count(element);
      }
    }
  }

  public double min() {
    return min;
  }

  public double max() {
    return max;
  }

  /** Elements other than 0 in bin {@code index}. */
  long count(int index) {
    return bins[index];
  }

  long zeros() {
    return zeros;
  }

  /** The middle of bin {@code index}. */
  double center(int index) {
    return (index - HALF + 0.5) * width;
  }

  /** The bin that {@code value}, within what was observed or 0, is counted in. */
  int bin(double value) {
    return Math.min(2 * HALF - 1, HALF + (int) Math.floor(value / width));
  }

  private void count(float element) {
    while (Math.abs((double) element) >= HALF * width) {
      widen();
    }
    bins[bin(element)]++;
  }

  private void widen() {
    long[] merged = new long[bins.length];
    for (int i = 0; i < bins.length; i++) {
      merged[(i - HALF >> 1) + HALF] += bins[i];
    }
    System.arraycopy(merged, 0, bins, 0, bins.length);
    width *= 2;
  }
}
