package dev.upcall.core.decision.tune;

import java.util.Locale;

/**
 * A confidence interval of a proportion: k successes among n trials.
 *
 * @param low least proportion, 0..1
 * @param high greatest proportion, 0..1
 */
public record Interval(double low, double high) {
  private static final double Z_95 = 1.959963984540054;
  private static final int BISECTIONS = 60;

  /** Wilson's score interval at 95 %, near its nominal coverage for every n. */
  public static Interval wilson(int k, int n) {
    check(k, n);
    double z2 = Z_95 * Z_95;
    double p = (double) k / n;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z_95 / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
    // At the ends the formula gives 0 and 1 up to rounding.
    double low = k == 0 ? 0 : centre - half;
    double high = k == n ? 1 : centre + half;
    return new Interval(Math.max(0, low), Math.min(1, high));
  }

  /**
   * Clopper and Pearson's exact interval: its coverage is at least the confidence.
   *
   * @param confidence e.g. 0.95
   */
  public static Interval clopperPearson(int k, int n, double confidence) {
    double tail = (1 - confidence) / 2;
    return new Interval(lowerBound(k, n, tail), upperBound(k, n, tail));
  }

  /** One-sided exact upper bound: the proportion is above it with probability at most delta. */
  public static double upperBound(int k, int n, double delta) {
    check(k, n);
    return k == n ? 1 : betaQuantile(1 - delta, k + 1.0, n - k);
  }

  /** One-sided exact lower bound: the proportion is below it with probability at most delta. */
  public static double lowerBound(int k, int n, double delta) {
    check(k, n);
    return k == 0 ? 0 : betaQuantile(delta, k, n - k + 1.0);
  }

  private static void check(int k, int n) {
    if (n < 1 || k < 0 || k > n) {
      throw new IllegalArgumentException(k + " successes among " + n + " trials");
    }
  }

  private static double betaQuantile(double probability, double a, double b) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (IncompleteBeta.regularized(middle, a, b) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** In per cent: {@code 93.1..95.0 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f..%.1f %%", 100 * low, 100 * high);
  }
}
