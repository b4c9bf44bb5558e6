package dev.upcall.cli.bench.scale;

/** One upcall of a simulated device, until it is answered or its device answers for itself. */
final class Upcall {
  private final double asked;
  private boolean over;

  Upcall(double asked) {
    this.asked = asked;
  }

  /** When, in seconds. */
  double asked() {
    return asked;
  }

  boolean isOver() {
    return over;
  }

  /** Ends it; false if it had ended before. */
  boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }
}
