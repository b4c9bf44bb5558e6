package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;

/**
 * The joint loss of multi-level ensemble learning: L = sum over subsets S of lambda_S * CE(h_S(x),
 * y), cross-entropy in nats, mean over the batch (arXiv 2506.20094).
 */
public final class MelLoss {
  /** Takes a class out of a sum of exponentials. */
  private static final double FAR = 1e6;

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

  /**
   * The same where some members' exits only have to find the group of the class: minus the
   * logarithm of the sum of its classes' probabilities.
   *
   * @param together for each sample 1 at the classes of its label's group, [N,classes]
   * @param coarse [S], 1 for such an exit and 0 elsewhere
   * @return [S]
   */
  public static NDArray perSubset(NDArray logits, NDArray truth, NDArray together, NDArray coarse) {
    NDArray others = together.sub(1).mul(FAR);
    NDArray ofGroups = logSumExp(logits).sub(logSumExp(logits.add(others))).mean(new int[] {1});
    NDArray fine = perSubset(logits, truth);
    return fine.add(ofGroups.sub(fine).mul(coarse));
  }

  /** Over the classes: [S,N]. */
  private static NDArray logSumExp(NDArray logits) {
    NDArray top = logits.max(new int[] {2}, true);
    return logits.sub(top).exp().sum(new int[] {2}).log().add(top.squeeze(2));
  }
}
