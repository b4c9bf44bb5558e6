package dev.upcall.core.decision.tune;

/**
 * What the host would gain over the device, (host right) - (device right), as a linear function of
 * two features: least squares, the estimate that post-hoc deferral calls Diff-01 (arXiv
 * 2307.02764). Being sure and being better than the host are two things where the host is itself a
 * specialist, or unsure on the same samples.
 */
final class GainFit {
  /** Enough for a solution to exist. */
  private static final double RIDGE = 1e-6;

  private GainFit() {}

  /**
   * Fits.
   *
   * @param gain of each sample: 1, 0 or -1
   * @return constant, weight of the first feature, weight of the second
   */
  static double[] fit(double[] first, double[] second, int[] gain) {
    double[][] m = new double[3][4];
    for (int r = 0; r < 3; r++) {
      m[r][r] = RIDGE;
    }
    for (int i = 0; i < gain.length; i++) {
      double[] x = {1, first[i], second[i]};
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          m[r][c] += x[r] * x[c];
        }
        m[r][3] += x[r] * gain[i];
      }
    }
    return LogisticFit.solve(m);
  }
}
