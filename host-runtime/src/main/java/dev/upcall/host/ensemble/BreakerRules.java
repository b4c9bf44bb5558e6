package dev.upcall.host.ensemble;

import java.time.Duration;

/**
 * When a {@link Breaker} opens, and how often what is behind it is tried then.
 *
 * @param failures in a row after which it is asked no more until a probe succeeds
 * @param firstPause before the first probe; later ones double it
 * @param maxPause between probes
 */
public record BreakerRules(int failures, Duration firstPause, Duration maxPause) {
  /** The usual: 3 failures, probes after 0.25 s to 30 s. */
  public static final BreakerRules STANDARD =
      new BreakerRules(3, Duration.ofMillis(250), Duration.ofSeconds(30));

  public BreakerRules {
    if (failures < 1) {
      throw new IllegalArgumentException("failures are 1 or more");
    }
    if (firstPause.isNegative() || firstPause.isZero() || maxPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("pauses are above 0, the first the shortest");
    }
  }
}
