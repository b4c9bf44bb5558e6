package dev.upcall.training;

import dev.upcall.core.decision.tune.Interval;
import java.util.Locale;

/**
 * A share that was counted, with its uncertainty.
 *
 * @param count of {@code of}
 * @param of &gt; 0
 */
public record Proportion(int count, int of) {
  public double value() {
    return (double) count / of;
  }

  /** Lower end of Wilson's 95 % interval. */
  public double low() {
    return Interval.wilson(count, of).low();
  }

  /** Upper end of Wilson's 95 % interval. */
  public double high() {
    return Interval.wilson(count, of).high();
  }

  /** Both counts added. */
  public Proportion plus(Proportion other) {
    return new Proportion(count + other.count, of + other.of);
  }

  /** Percent with its interval: {@code 98.50 (97.8-99.0)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.1f-%.1f)", 100 * value(), 100 * low(), 100 * high());
  }
}
