package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;
import java.util.function.ToDoubleFunction;

/**
 * Expected calibration error (Naeini et al. 2015): how far stated probabilities are from the shares
 * of right answers, mean over 15 bins of equal width, weighted by their samples.
 */
public final class CalibrationError {
  private static final int BINS = 15;

  private CalibrationError() {}

  /**
   * Of a stage's greatest probability.
   *
   * @param temperature the logits are divided by
   * @return 0..1; NaN for no samples
   */
  public static double of(LabelledScores samples, float temperature) {
    return of(samples, scores -> scores.maxProbability(temperature));
  }

  /**
   * Of another probability of being right.
   *
   * @return 0..1; NaN for no samples
   */
  public static double of(LabelledScores samples, ToDoubleFunction<Scores> probability) {
    double[] stated = new double[BINS];
    int[] right = new int[BINS];
    for (int i = 0; i < samples.size(); i++) {
      double p = probability.applyAsDouble(samples.scores().get(i));
      int bin = Math.min(BINS - 1, (int) (p * BINS));
      stated[bin] += p;
      right[bin] += samples.isRight(i) ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(stated[bin] - right[bin]);
    }
    return error / samples.size();
  }
}
