package dev.upcall.training.mel;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Fits a subset's head anew to the frozen, clean features once the members are trained: joint
 * training sees augmented, dropped-out features and stops before every head has converged.
 */
public final class HeadRefit {
  /** From strong to weak, so that each fit is a good start for the next. */
  private static final List<Double> L2 = List.of(0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5);

  /**
   * Least deviation of an exit's feature, as a share of the greatest. A nearly dead channel lies
   * within one int8 step of the others; standardised in full it would get a weight of thousands at
   * no cost, which float tolerates and int8 does not.
   */
  private static final double LEAST_DEVIATION = 0.02;

  private final NDManager manager;
  private final int classes;

  public HeadRefit(NDManager manager, int classes) {
    this.manager = manager;
    this.classes = classes;
  }

  /**
   * A refitted head and how it was chosen.
   *
   * @param l2 the penalty chosen
   * @param select score on the split that chose it
   */
  public record Refit(LinearHead head, double l2, Score select) {}

  /**
   * Fits on one split and chooses L2 on the other by cross-entropy, which decides finer than
   * accuracy on few samples and keeps the scores calibrated for the decision module.
   */
  public Refit fit(Features train, Features select) {
    return fit(train, select, 0);
  }

  /** The same for a member's own exit, which may be quantised: all features share one scale. */
  public Refit fitExit(Features train, Features select) {
    return fit(train, select, LEAST_DEVIATION);
  }

  private Refit fit(Features train, Features select, double leastDeviation) {
    Refit best = null;
    try (SoftmaxRegression regression =
        new SoftmaxRegression(manager, train.values(), train.labels(), classes, leastDeviation)) {
      double[] start = regression.origin();
      for (double l2 : L2) {
        SoftmaxRegression.Fit fit = regression.fit(l2, start);
        start = fit.parameters();
        Score score = Score.of(fit.head(), select);
        if (best == null || score.loss() < best.select().loss()) {
          best = new Refit(fit.head(), l2, score);
        }
      }
    }
    return best;
  }
}
