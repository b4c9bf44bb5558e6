package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LbfgsTest {
  @Test
  void findsTheMinimumOfAnIllConditionedBowl() {
    double[] found =
        new Lbfgs(200, 1e-9)
            .minimize(
                (x, gradient) -> {
                  double value = 0;
                  for (int i = 0; i < x.length; i++) {
                    double steep = Math.pow(10, i);
                    gradient[i] = steep * (x[i] - i);
                    value += steep * (x[i] - i) * (x[i] - i) / 2;
                  }
                  return value;
                },
                new double[] {7, -3, 11, 5});
    assertArrayEquals(new double[] {0, 1, 2, 3}, found, 1e-7);
  }

  @Test
  void needsFewStepsWhereItKnowsTheCurvature() {
    int[] evaluations = new int[1];
    double[] found =
        new Lbfgs(200, 1e-9)
            .minimize(
                (x, gradient) -> {
                  evaluations[0]++;
                  double value = 0;
                  for (int i = 0; i < x.length; i++) {
                    double steep = Math.pow(10, i);
                    gradient[i] = steep * (x[i] - 1);
                    value += steep * (x[i] - 1) * (x[i] - 1) / 2;
                  }
                  return value;
                },
                new double[9],
                vector -> {
                  for (int i = 0; i < vector.length; i++) {
                    vector[i] /= 3 * Math.pow(10, i);
                  }
                });
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(ones, found, 1e-7);
    assertTrue(evaluations[0] < 10, evaluations[0] + " evaluations");
  }

  @Test
  void findsTheMinimumOfACurvedFunction() {
    // cosh(x - 2) + y^4 / 4 - y has its minimum at (2, 1).
    double[] found =
        new Lbfgs(200, 1e-10)
            .minimize(
                (x, gradient) -> {
                  gradient[0] = Math.sinh(x[0] - 2);
                  gradient[1] = x[1] * x[1] * x[1] - 1;
                  return Math.cosh(x[0] - 2) + Math.pow(x[1], 4) / 4 - x[1];
                },
                new double[] {-3, 4});
    assertArrayEquals(new double[] {2, 1}, found, 1e-6);
  }
}
