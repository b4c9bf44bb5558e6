package dev.upcall.training;

import java.util.Locale;

/**
 * A share that was counted, with its uncertainty.
 *
 * @param count of {@code of}
 * @param of &gt; 0
 */
public record Proportion(int count, int of) {
  /** Two-sided 95 % point of the normal distribution. */
  private static final double Z = 1.959964;

  public double value() {
    return (double) count / of;
  }

  /** Lower end of Wilson's 95 % interval. */
  public double low() {
    return middle() - halfWidth();
  }

  /** Upper end of Wilson's 95 % interval. */
  public double high() {
    return middle() + halfWidth();
  }

  /** Both counts added. */
  public Proportion plus(Proportion other) {
    return new Proportion(count + other.count, of + other.of);
  }

  private double middle() {
    return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double halfWidth() {
    double variance = value() * (1 - value()) / of + Z * Z / (4.0 * of * of);
    return Z * Math.sqrt(variance) / (1 + Z * Z / of);
  }

  /** Percent with its interval: {@code 98.50 (97.8-99.0)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.1f-%.1f)", 100 * value(), 100 * low(), 100 * high());
  }
}
