package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;

/**
 * Temperature scaling (Guo et al. 2017): the one divisor of the logits under which the true classes
 * are most likely. The order of classes, and so the accuracy, stays as it is.
 */
public final class Temperature {
  /** The range searched; {@code Threshold}'s parameter allows a little more. */
  private static final double MIN = 0.05;

  private static final double MAX = 20;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 60;

  private Temperature() {}

  /**
   * Golden section search for the least negative log likelihood, which is convex in 1/temperature.
   * Where every answer is right it falls for ever: the result is then the least temperature.
   *
   * @return 0.05..20, or 1 for no samples
   */
  public static double fit(LabelledScores samples) {
    if (samples.size() == 0) {
      return 1;
    }
    double low = 1 / MAX;
    double high = 1 / MIN;
    double a = high - GOLDEN * (high - low);
    double b = low + GOLDEN * (high - low);
    double lossA = loss(samples, a);
    double lossB = loss(samples, b);
    for (int i = 0; i < STEPS; i++) {
      if (lossA <= lossB) {
        high = b;
        b = a;
        lossB = lossA;
        a = high - GOLDEN * (high - low);
        lossA = loss(samples, a);
      } else {
        low = a;
        a = b;
        lossA = lossB;
        b = low + GOLDEN * (high - low);
        lossB = loss(samples, b);
      }
    }
    return 2 / (low + high);
  }

  /** Mean negative log likelihood of the labels, in nats, at a temperature. */
  public static double meanNegativeLogLikelihood(LabelledScores samples, double temperature) {
    return loss(samples, 1 / temperature) / samples.size();
  }

  private static double loss(LabelledScores samples, double inverse) {
    double total = 0;
    for (int i = 0; i < samples.size(); i++) {
      Scores scores = samples.scores().get(i);
      double step = scores.scale() * inverse;
      int greatest = scores.logit(scores.top1());
      double sum = 0;
      for (int c = 0; c < scores.count(); c++) {
        sum += Math.exp(step * (scores.logit(c) - greatest));
      }
      total += Math.log(sum) - step * (scores.logit(samples.labels()[i]) - greatest);
    }
    return total;
  }
}
