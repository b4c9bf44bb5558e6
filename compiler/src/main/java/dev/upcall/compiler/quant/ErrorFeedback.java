package dev.upcall.compiler.quant;

/**
 * Rounds a channel's weights one after another and lets those that are still to come make up for
 * what was rounded off, so that the channel's outputs on calibration data change least in the sense
 * of squares. Frantar et al., GPTQ (ICLR 2023), after Hassibi and Stork's Optimal Brain Surgeon:
 * with U the upper Cholesky factor of the inverse of the inputs' second moments, weight j > i takes
 * -error_i / U[i][i] * U[i][j].
 */
final class ErrorFeedback {
  /** Of the mean of the moments' diagonal, added to it: inputs that never move have no inverse. */
  private static final double DAMPING = 0.01;

  /** Beyond, the inverse costs more than it gains. */
  static final int MAX_TAPS = 1200;

  private final int taps;
  private final double[] upper;

  /**
   * @param moments sums of products of two taps, [taps * taps]; symmetric
   */
  ErrorFeedback(double[] moments, int taps) {
    this.taps = taps;
    double[] damped = moments.clone();
    double trace = 0;
    for (int i = 0; i < taps; i++) {
      trace += damped[i * taps + i];
    }
    double added = trace == 0 ? 1 : DAMPING * trace / taps;
    for (int i = 0; i < taps; i++) {
      damped[i * taps + i] += added;
    }
    double[] inverse = Cholesky.inverse(Cholesky.lower(damped, taps), taps);
    this.upper = Cholesky.lower(inverse, taps);
  }

  /**
   * A channel's weights in whole steps.
   *
   * @param error sum of squares by which the channel's outputs change
   */
  record Rounded(byte[] steps, double error) {}

  /**
   * @param weights of one channel
   * @param limit steps are -limit..limit
   */
  Rounded round(double[] weights, double scale, int limit) {
    double[] left = weights.clone();
    byte[] steps = new byte[taps];
    double sum = 0;
    for (int i = 0; i < taps; i++) {
      steps[i] = (byte) Math.max(-limit, Math.min(limit, Math.rint(left[i] / scale)));
      // Element [j][i] of the lower factor is [i][j] of the upper one.
      double error = (left[i] - steps[i] * scale) / upper[i * taps + i];
      sum += error * error;
      for (int j = i + 1; j < taps; j++) {
        left[j] -= error * upper[j * taps + i];
      }
    }
    return new Rounded(steps, sum);
  }
}
