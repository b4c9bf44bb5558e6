package dev.upcall.compiler.quant;

/** Factors and inverses of symmetric positive definite matrices, [n * n] row-major. */
final class Cholesky {
  private Cholesky() {}

  /** L, lower triangular, with L times its transpose = {@code matrix}. */
  static double[] lower(double[] matrix, int n) {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * n + j] - dot(l, i * n, j * n, j);
        if (i == j) {
          if (!(sum > 0)) {
            throw new IllegalArgumentException("not positive definite at " + i);
          }
          l[i * n + i] = Math.sqrt(sum);
        } else {
          l[i * n + j] = sum / l[j * n + j];
        }
      }
    }
    return l;
  }

  /** The inverse of the matrix whose lower factor is {@code l}. */
  static double[] inverse(double[] l, int n) {
    // Row j of `columns` is column j of the inverse of L.
    double[] columns = new double[n * n];
    for (int j = 0; j < n; j++) {
      columns[j * n + j] = 1 / l[j * n + j];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum += l[i * n + k] * columns[j * n + k];
        }
        columns[j * n + i] = -sum / l[i * n + i];
      }
    }
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = i; k < n; k++) {
          sum += columns[i * n + k] * columns[j * n + k];
        }
        inverse[i * n + j] = sum;
        inverse[j * n + i] = sum;
      }
    }
    return inverse;
  }

  private static double dot(double[] m, int a, int b, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += m[a + k] * m[b + k];
    }
    return sum;
  }
}
