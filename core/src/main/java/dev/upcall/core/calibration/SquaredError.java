package dev.upcall.core.calibration;

/**
 * The sum of squared errors that a range makes: step^2 / 12 for elements within (rounding is
 * uniform over a step), the squared excess for those beyond.
 */
final class SquaredError {
  private final Observer seen;

  SquaredError(Observer seen) {
    this.seen = seen;
  }

  double ofRange(double low, double high) {
    double scale = new Range(low, high).asymmetric().scale();
    double rounding = scale * scale / 12;
    double sum = 0;
    for (int i = 0; i < 2 * Observer.HALF; i++) {
      long count = seen.count(i);
      if (count > 0) {
        double value = seen.center(i);
        double beyond = Math.max(0, Math.max(value - high, low - value));
        sum += count * (beyond > 0 ? beyond * beyond : rounding);
      }
    }
    return sum;
  }
}
