package dev.upcall.training.mel;

/** The factor L of a symmetric positive definite matrix A = L * transposed L. */
final class Cholesky {
  private final double[] factor;
  private final int size;

  private Cholesky(double[] factor, int size) {
    this.factor = factor;
    this.size = size;
  }

  /**
   * Factors a matrix.
   *
   * @param matrix [size,size], of which the lower triangle is read
   * @throws ArithmeticException if it is not positive definite
   */
  static Cholesky of(double[] matrix, int size) {
    double[] l = new double[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column <= row; column++) {
        double rest = matrix[row * size + column];
        for (int k = 0; k < column; k++) {
          rest -= l[row * size + k] * l[column * size + k];
        }
        if (row == column && !(rest > 0)) {
          throw new ArithmeticException(
              "no positive definite matrix: pivot " + row + " is " + rest);
        }
        l[row * size + column] = row == column ? Math.sqrt(rest) : rest / l[column * size + column];
      }
    }
    return new Cholesky(l, size);
  }

  /** Replaces b [size] by the x of A * x = b. */
  void solve(double[] b) {
    for (int row = 0; row < size; row++) {
      double rest = b[row];
      for (int k = 0; k < row; k++) {
        rest -= factor[row * size + k] * b[k];
      }
      b[row] = rest / factor[row * size + row];
    }
    for (int row = size - 1; row >= 0; row--) {
      b[row] /= factor[row * size + row];
      for (int k = 0; k < row; k++) {
        b[k] -= factor[row * size + k] * b[row];
      }
    }
  }
}
