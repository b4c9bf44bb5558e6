package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.arch.Factor;

/**
 * Scores that are divided by a temperature before the softmax, for one network to learn from
 * another's (Hinton, Vinyals, Dean 2015, arXiv 1503.02531).
 */
public final class SoftScores {
  private final float temperature;

  /**
   * @param temperature &gt; 0
   */
  public SoftScores(double temperature) {
    this.temperature = (float) temperature;
  }

  /** Log-probabilities at the temperature, of logits whose last axis is the classes. */
  public NDArray of(NDArray logits) {
    return Factor.over(logits, temperature).logSoftmax(-1);
  }

  /**
   * T^2 * KL(taught, softmax(logits / T)), mean over the batch. The factor keeps the gradient as
   * large as that of the labels whatever the temperature.
   *
   * @param taught log-probabilities of the teacher, [..., N, classes]
   * @param logits of the pupil, of the same shape
   * @return the shape's leading axes
   */
  public NDArray divergence(NDArray taught, NDArray logits) {
    NDArray each = taught.exp().mul(taught.sub(of(logits))).sum(new int[] {-1});
    return Factor.times(each.mean(new int[] {-1}), temperature * temperature);
  }
}
