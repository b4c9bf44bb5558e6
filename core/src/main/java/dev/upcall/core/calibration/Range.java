package dev.upcall.core.calibration;

import dev.upcall.core.tensor.QParams;

/** An interval of real numbers that integers have to cover. */
public record Range(double min, double max) {
  /** Scales below have no use and would underflow in products of scales. */
  private static final double MIN_SCALE = 0x1p-60;

  public Range {
    if (!(min <= max)) {
      throw new IllegalArgumentException("range " + min + " to " + max);
    }
  }

  public Range union(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }

  /** {@link QParams#ofRange} of this range. */
  public QParams asymmetric() {
    return asymmetric(0);
  }

  /** As {@link #asymmetric()}, with steps of at least {@code minScale}. */
  public QParams asymmetric(double minScale) {
    double low = Math.min(min, 0);
    double high = Math.max(max, 0);
    double width = Math.max(high - low, 255 * Math.max(minScale, MIN_SCALE));
    return high == low && minScale == 0 ? QParams.ofRange(0, 0) : QParams.ofRange(low, low + width);
  }

  /** As int16 has it: 0 in the middle, steps of at least {@code minScale}. */
  public QParams symmetric(double minScale) {
    double magnitude = Math.max(Math.max(-min, max), 0);
    double scale = Math.max(magnitude / Short.MAX_VALUE, Math.max(minScale, MIN_SCALE));
    return new QParams((float) scale, 0);
  }
}
