package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticFitTest {
  private static final double[] FIRST = {0.9, 0.4, 0.7, 0.55, 0.99, 0.5, 0.8, 0.6};
  private static final double[] SECOND = {0.05, 0.35, 0.2, 0.45, 0.01, 0.3, 0.1, 0.15};
  private static final boolean[] LABEL = {true, false, true, false, true, true, false, true};

  /** Solutions by 400 000 steps of plain gradient descent, in another language. */
  @Test
  void findsTheKnownMinimum() {
    assertArrayEquals(
        new double[] {0.19433623341255146, 0.3845936960362319, -0.23028289042404923},
        LogisticFit.fit(FIRST, SECOND, LABEL, 1.0),
        1e-9);
    assertArrayEquals(
        new double[] {0.006729411760514199, 1.2983302851147638, -1.7371869696785434},
        LogisticFit.fit(FIRST, SECOND, LABEL, 0.1),
        1e-9);
  }

  @Test
  void findsTheWeightsThatMadeTheLabels() {
    Random random = new Random(4);
    int n = 40_000;
    double[] first = new double[n];
    double[] second = new double[n];
    boolean[] label = new boolean[n];
    for (int i = 0; i < n; i++) {
      first[i] = random.nextDouble();
      second[i] = random.nextDouble() * 0.5;
      double s = -2 + 5 * first[i] - 3 * second[i];
      label[i] = random.nextDouble() < 1 / (1 + Math.exp(-s));
    }
    assertArrayEquals(new double[] {-2, 5, -3}, LogisticFit.fit(first, second, label, 1e-3), 0.15);
  }

  @Test
  void separableDataHaveAFiniteMinimum() {
    boolean[] label = new boolean[FIRST.length];
    for (int i = 0; i < label.length; i++) {
      label[i] = FIRST[i] > 0.65;
    }
    double[] w = LogisticFit.fit(FIRST, SECOND, label, LogisticFit.L2);
    assertTrue(Arrays.stream(w).allMatch(Double::isFinite), () -> Arrays.toString(w));
    for (int i = 0; i < label.length; i++) {
      assertEquals(label[i], w[0] + w[1] * FIRST[i] + w[2] * SECOND[i] > 0);
    }
    assertStationary(w, label);
  }

  @Test
  void oneLabelHasAFiniteMinimum() {
    for (boolean value : new boolean[] {true, false}) {
      boolean[] label = new boolean[FIRST.length];
      Arrays.fill(label, value);
      double[] w = LogisticFit.fit(FIRST, SECOND, label, LogisticFit.L2);
      assertTrue(Arrays.stream(w).allMatch(Double::isFinite), () -> Arrays.toString(w));
      assertEquals(value, w[0] + w[1] * 0.5 + w[2] * 0.2 > 0);
      assertStationary(w, label);
    }
  }

  private static void assertStationary(double[] w, boolean[] label) {
    double[] gradient = {LogisticFit.L2 * w[0], LogisticFit.L2 * w[1], LogisticFit.L2 * w[2]};
    for (int i = 0; i < label.length; i++) {
      double p = 1 / (1 + Math.exp(-(w[0] + w[1] * FIRST[i] + w[2] * SECOND[i])));
      double residual = p - (label[i] ? 1 : 0);
      gradient[0] += residual;
      gradient[1] += residual * FIRST[i];
      gradient[2] += residual * SECOND[i];
    }
    assertArrayEquals(new double[3], gradient, 1e-7);
  }
}
