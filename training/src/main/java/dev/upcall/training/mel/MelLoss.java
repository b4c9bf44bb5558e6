package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;

/**
 * The joint loss of multi-level ensemble learning: L = sum over subsets S of lambda_S * CE(h_S(x),
 * y), cross-entropy in nats, mean over the batch (arXiv 2506.20094).
 */
public final class MelLoss {
  private MelLoss() {}

  /**
   * Cross-entropy of every subset's head.
   *
   * @param logits [S,N,classes]
   * @param truth one-hot labels [N,classes]
   * @return [S]
   */
  public static NDArray perSubset(NDArray logits, NDArray truth) {
    return logits.logSoftmax(2).mul(truth).sum(new int[] {2}).mean(new int[] {1}).neg();
  }
}
