package dev.upcall.compiler.range;

/**
 * What the accumulator of an output channel can reach, both ends included; exact, not wrapped.
 *
 * @param min at most {@code max}
 */
public record Accumulators(long min, long max) {
  public Accumulators {
    if (min > max) {
      throw new IllegalArgumentException(min + " > " + max);
    }
  }

  /**
   * Whether 2^{@code bits} times every reachable value, and {@code more} beyond it, is an int32.
   */
  public boolean fits(int bits, int more) {
    long room = (long) Integer.MAX_VALUE - more >> bits;
    return min >= -room && max <= room;
  }
}
