package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void wilson() {
    assertInterval(0.9147630842357073, 0.9773099065468231, Interval.wilson(172, 180), 1e-12);
    assertInterval(0.10779126740630099, 0.6032218525388546, Interval.wilson(3, 10), 1e-12);
    assertInterval(0, 0.2775327998628892, Interval.wilson(0, 10), 1e-12);
    assertInterval(1 - 0.2775327998628892, 1, Interval.wilson(10, 10), 1e-12);
  }

  /** 3 of 10 is in every table; none and all of n have closed forms. */
  @Test
  void clopperPearson() {
    assertInterval(0.06673951, 0.65245285, Interval.clopperPearson(3, 10, 0.95), 1e-7);
    for (int n : new int[] {1, 10, 180, 100_000}) {
      double edge = Math.pow(0.025, 1.0 / n);
      assertInterval(0, 1 - edge, Interval.clopperPearson(0, n, 0.95), 1e-12);
      assertInterval(edge, 1, Interval.clopperPearson(n, n, 0.95), 1e-12);
    }
  }

  @Test
  void boundsLeaveTheirTails() {
    for (int[] kn : new int[][] {{1, 50}, {7, 40}, {39, 40}, {300, 1000}}) {
      int k = kn[0];
      int n = kn[1];
      assertEquals(0.05, binomialUpTo(k, n, Interval.upperBound(k, n, 0.05)), 1e-9);
      assertEquals(0.05, 1 - binomialUpTo(k - 1, n, Interval.lowerBound(k, n, 0.05)), 1e-9);
    }
  }

  /** P(X <= k) for X binomial, term by term. */
  private static double binomialUpTo(int k, int n, double p) {
    double logTerm = n * Math.log1p(-p);
    double sum = Math.exp(logTerm);
    for (int i = 1; i <= k; i++) {
      logTerm += Math.log((double) (n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
      sum += Math.exp(logTerm);
    }
    return sum;
  }

  @Test
  void refusesWhatIsNoCount() {
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Interval.clopperPearson(-1, 2, 0.95));
  }

  @Test
  void readsAsPerCent() {
    assertEquals("91.5..97.7 %", Interval.wilson(172, 180).toString());
  }

  private static void assertInterval(double low, double high, Interval found, double tolerance) {
    assertEquals(low, found.low(), tolerance);
    assertEquals(high, found.high(), tolerance);
  }
}
