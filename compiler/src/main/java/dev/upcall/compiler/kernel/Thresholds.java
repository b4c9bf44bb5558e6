package dev.upcall.compiler.kernel;

import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.range.Accumulators;

/**
 * Where the reference's output of one channel rises: for each int8 value k the least reachable
 * accumulator whose output is at least k. The reference is monotone, since both its roundings are,
 * as long as nothing is shifted out to the left; so these say all of it.
 */
final class Thresholds {
  static final int LOWEST = -127;
  static final int HIGHEST = 127;

  private final FixedPoint factor;
  private final int zeroPoint;
  private final ClampRange range;
  private final Accumulators reach;
  private final long[] first = new long[HIGHEST - LOWEST + 1];

  /**
   * @param reach int32 values, also when shifted left as the factor says
   */
  Thresholds(FixedPoint factor, int zeroPoint, ClampRange range, Accumulators reach) {
    this.factor = factor;
    this.zeroPoint = zeroPoint;
    this.range = range;
    this.reach = reach;
    long from = reach.min();
    for (int k = LOWEST; k <= HIGHEST; k++) {
      from = firstAtLeast(k, from);
      first[k - LOWEST] = from;
    }
  }

  /** The least reachable accumulator whose output is at least k, or one beyond all of them. */
  long first(int k) {
    return first[k - LOWEST];
  }

  Accumulators reach() {
    return reach;
  }

  /** Whether every reachable accumulator gives the same output. */
  boolean constant() {
    return reference(reach.min()) == reference(reach.max());
  }

  int reference(long acc) {
    return range.clamp(factor.apply(Math.toIntExact(acc)) + zeroPoint);
  }

  private long firstAtLeast(int k, long from) {
    long low = from;
    long high = reach.max() + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (reference(middle) >= k) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
