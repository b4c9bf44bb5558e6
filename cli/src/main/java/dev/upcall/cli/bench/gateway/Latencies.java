package dev.upcall.cli.bench.gateway;

import java.util.Arrays;

/** Times from upcall to answer, all of them. Any thread may add. */
final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int count;

  synchronized void add(long latency) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = latency;
  }

  synchronized int count() {
    return count;
  }

  /**
   * In milliseconds; the smallest that {@code share} of all do not exceed.
   *
   * @param share above 0, up to 1
   * @throws IllegalStateException if there are none
   */
  synchronized double percentile(double share) {
    if (count == 0) {
      throw new IllegalStateException("no upcall was answered");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * count) - 1] / 1e6;
  }
}
