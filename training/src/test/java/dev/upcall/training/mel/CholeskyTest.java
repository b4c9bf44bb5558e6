package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CholeskyTest {
  @Test
  void solvesWhatItsMatrixMade() {
    int size = 20;
    Random random = new Random(3);
    double[] root = random.doubles(size * size, -1, 1).toArray();
    double[] matrix = new double[size * size];
    double[] x = random.doubles(size, -5, 5).toArray();
    double[] b = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        matrix[i * size + j] = i == j ? 0.1 : 0;
        for (int k = 0; k < size; k++) {
          matrix[i * size + j] += root[i * size + k] * root[j * size + k];
        }
        b[i] += matrix[i * size + j] * x[j];
      }
    }
    Cholesky.of(matrix, size).solve(b);
    assertArrayEquals(x, b, 1e-9);
  }

  @Test
  void refusesAMatrixThatIsNotPositiveDefinite() {
    double[] saddle = {1, 0, 2, 1};
    assertThrows(ArithmeticException.class, () -> Cholesky.of(saddle, 2));
  }
}
