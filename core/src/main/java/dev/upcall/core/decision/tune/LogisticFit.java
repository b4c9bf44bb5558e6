package dev.upcall.core.decision.tune;

/**
 * Logistic regression of a yes-or-no label on two features and a constant, by Newton's method
 * (iteratively reweighted least squares) with steps halved where they overshoot.
 *
 * <p>Minimises the sum of the negative log likelihoods plus L2/2 times the squares of all three
 * weights. Because the constant is penalised too, the minimum exists and is unique for any data,
 * separable or of one label.
 */
public final class LogisticFit {
  /** The usual weight of the penalty: enough for a minimum to exist, too little to be felt. */
  public static final double L2 = 1e-3;

  private static final int MAX_STEPS = 100;
  private static final double SMALL = 1e-10;

  private final double[] first;
  private final double[] second;
  private final boolean[] label;
  private final double l2;

  private LogisticFit(double[] first, double[] second, boolean[] label, double l2) {
    this.first = first;
    this.second = second;
    this.label = label;
    this.l2 = l2;
  }

  /**
   * Fits.
   *
   * @param first the first feature of each sample, finite
   * @param second the second feature of each sample, finite
   * @param l2 weight of the penalty, &gt; 0
   * @return constant, weight of the first feature, weight of the second
   */
  public static double[] fit(double[] first, double[] second, boolean[] label, double l2) {
    return new LogisticFit(first, second, label, l2).run();
  }

  /**
   * How unlikely the labels are, without the penalty, in nats.
   *
   * @param weights constant, weight of the first feature, weight of the second
   */
  static double negativeLogLikelihood(
      double[] weights, double[] first, double[] second, boolean[] label) {
    return new LogisticFit(first, second, label, 0).loss(weights);
  }

  private double[] run() {
    double[] weights = new double[3];
    double loss = loss(weights);
    for (int i = 0; i < MAX_STEPS; i++) {
      double[] step = newtonStep(weights);
      double scale = 1;
      double[] next = moved(weights, step, scale);
      double nextLoss = loss(next);
      while (nextLoss > loss && scale > SMALL) {
        scale /= 2;
        next = moved(weights, step, scale);
        nextLoss = loss(next);
      }
      boolean done = scale <= SMALL || size(step) * scale < SMALL;
      if (nextLoss <= loss) {
        weights = next;
        loss = nextLoss;
      }
      if (done) {
        break;
      }
    }
    return weights;
  }

  private double loss(double[] w) {
    double loss = l2 / 2 * (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
    for (int i = 0; i < label.length; i++) {
      double s = w[0] + w[1] * first[i] + w[2] * second[i];
      double signed = label[i] ? s : -s;
      // log(1 + e^-signed) without overflow.
      loss += Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed)));
    }
    return loss;
  }

  /** The solution of Hessian * step = -gradient. */
  private double[] newtonStep(double[] w) {
    double[][] m = new double[3][4];
    for (int r = 0; r < 3; r++) {
      m[r][r] = l2;
      m[r][3] = -l2 * w[r];
    }
    for (int i = 0; i < label.length; i++) {
      double[] x = {1, first[i], second[i]};
      double p = 1 / (1 + Math.exp(-(w[0] + w[1] * x[1] + w[2] * x[2])));
      double residual = (label[i] ? 1 : 0) - p;
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          m[r][c] += p * (1 - p) * x[r] * x[c];
        }
        m[r][3] += residual * x[r];
      }
    }
    return solve(m);
  }

  /** Gaussian elimination; the matrix is positive definite, so no pivoting is needed. */
  static double[] solve(double[][] m) {
    for (int k = 0; k < 3; k++) {
      for (int r = k + 1; r < 3; r++) {
        double f = m[r][k] / m[k][k];
        for (int c = k; c < 4; c++) {
          m[r][c] -= f * m[k][c];
        }
      }
    }
    double[] x = new double[3];
    for (int k = 2; k >= 0; k--) {
      double rest = m[k][3];
      for (int c = k + 1; c < 3; c++) {
        rest -= m[k][c] * x[c];
      }
      x[k] = rest / m[k][k];
    }
    return x;
  }

  private static double[] moved(double[] w, double[] step, double scale) {
    return new double[] {w[0] + scale * step[0], w[1] + scale * step[1], w[2] + scale * step[2]};
  }

  private static double size(double[] step) {
    return Math.max(Math.abs(step[0]), Math.max(Math.abs(step[1]), Math.abs(step[2])));
  }
}
