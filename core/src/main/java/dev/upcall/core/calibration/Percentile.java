package dev.upcall.core.calibration;

/** Ranges that leave out a share of the elements at each end. */
final class Percentile {
  private Percentile() {}

  static Range choose(Observer seen, double share) {
    long total = seen.zeros();
    for (int i = 0; i < 2 * Observer.HALF; i++) {
      total += seen.count(i);
    }
    long allowed = (long) Math.floor(total * share);
    int low = 0;
    for (long left = 0; low < Observer.HALF && left + seen.count(low) <= allowed; low++) {
      left += seen.count(low);
    }
    int high = 2 * Observer.HALF - 1;
    for (long left = 0; high > Observer.HALF && left + seen.count(high) <= allowed; high--) {
      left += seen.count(high);
    }
    double min = Math.max(seen.min(), Math.min(seen.center(low), seen.max()));
    double max = Math.min(seen.max(), Math.max(seen.center(high), seen.min()));
    return new Range(Math.min(min, max), Math.max(min, max));
  }
}
