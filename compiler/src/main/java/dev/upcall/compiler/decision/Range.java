package dev.upcall.compiler.decision;

/**
 * What is known of a number without running anything: bounds, so it is not NaN, and for an int how
 * far it stays below the number of classes.
 *
 * @param low least value
 * @param high greatest value
 * @param beyond the value is at most {@code scores.count() + beyond}
 */
record Range(double low, double high, long beyond) {
  /** Of {@link #beyond} where nothing is known. */
  private static final long FAR = 1L << 40;

  static final Range INT = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE, FAR);

  /** {@code scores.count()}. */
  static final Range COUNT = new Range(2, 65535, 0);

  /** A class of the scores. */
  static final Range CLASS = new Range(0, 65534, -1);

  static Range of(double low, double high) {
    return new Range(low, high, FAR);
  }

  static Range of(double value) {
    return of(value, value);
  }

  /** May index an array with an element per class, of which there are two at least. */
  boolean isClass() {
    return low >= 0 && (beyond < 0 || high < COUNT.low);
  }

  /** May index an array of this length. */
  boolean isBelow(int length) {
    return low >= 0 && high < length;
  }

  boolean isWithin(double least, double greatest) {
    return low >= least && high <= greatest;
  }

  boolean isConstant() {
    return low == high;
  }

  /** Either of the two. */
  Range or(Range other) {
    return new Range(
        Math.min(low, other.low), Math.max(high, other.high), Math.max(beyond, other.beyond));
  }

  /** The smaller of the two. */
  Range min(Range other) {
    return new Range(
        Math.min(low, other.low), Math.min(high, other.high), Math.min(beyond, other.beyond));
  }

  /** The larger of the two. */
  Range max(Range other) {
    return new Range(
        Math.max(low, other.low), Math.max(high, other.high), Math.max(beyond, other.beyond));
  }

  Range plus(Range other) {
    long sum = Math.min(FAR, Math.min(beyond + (long) other.high, other.beyond + (long) high));
    return new Range(low + other.low, high + other.high, sum).asInt();
  }

  Range minus(Range other) {
    return plus(new Range(-other.high, -other.low, FAR));
  }

  Range times(Range other) {
    double a = low * other.low;
    double b = low * other.high;
    double c = high * other.low;
    double d = high * other.high;
    return of(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)))
        .asInt();
  }

  /** Ints that do not fit wrap around: then nothing is known. */
  private Range asInt() {
    return isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE) ? this : INT;
  }
}
