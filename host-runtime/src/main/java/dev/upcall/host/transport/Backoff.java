package dev.upcall.host.transport;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from {@code firstMs} to {@code maxMs}, and of
 * that a random half to whole, so that a thousand clients do not return in step. Not thread-safe.
 */
final class Backoff {
  private final long firstMs;
  private final long maxMs;
  private final RandomGenerator random;
  private long nextMs;

  Backoff(long firstMs, long maxMs, RandomGenerator random) {
    this.firstMs = firstMs;
    this.maxMs = maxMs;
    this.random = random;
    this.nextMs = firstMs;
  }

  /** After success. */
  void reset() {
    nextMs = firstMs;
  }

  /** After a failure: milliseconds to wait. */
  long next() {
    long current = nextMs;
    nextMs = Math.min(maxMs, 2 * nextMs);
    return current / 2 + random.nextLong(current / 2 + 1);
  }
}
