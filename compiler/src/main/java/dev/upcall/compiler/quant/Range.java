package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;

/** An interval of real numbers that int8 has to cover. */
record Range(double min, double max) {
  /** Scales below have no use and would underflow in products of scales. */
  private static final double MIN_SCALE = 0x1p-60;

  Range {
    if (!(min <= max)) {
      throw new IllegalArgumentException("range " + min + " to " + max);
    }
  }

  /**
   * TFLite's asymmetric int8: the range is extended to hold 0, which a zero point must express
   * exactly (padding), and spread over -128..127.
   */
  QParams asymmetric() {
    double low = Math.min(min, 0);
    double high = Math.max(max, 0);
    if (low == high) {
      return new QParams(1, 0);
    }
    float scale = (float) Math.max((high - low) / 255, MIN_SCALE);
    long zeroPoint = Math.round(-128 - low / scale);
    return new QParams(scale, (int) Math.max(-128, Math.min(127, zeroPoint)));
  }
}
