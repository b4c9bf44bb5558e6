package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The joint loss of multi-level ensemble learning: L = sum over subsets S of lambda_S * CE(h_S(x),
 * y), cross-entropy in nats, mean over the batch (arXiv 2506.20094).
 */
public final class MelLoss {
  private MelLoss() {}

  /** Labels as [N,classes], 1 at the label and 0 elsewhere. */
  public static NDArray oneHot(NDManager manager, int[] labels, int classes) {
    float[] truth = new float[labels.length * classes];
    for (int n = 0; n < labels.length; n++) {
      truth[n * classes + labels[n]] = 1;
    }
    return manager.create(truth, new Shape(labels.length, classes));
  }

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
   * The weighted sum.
   *
   * @param perSubset [S], from {@link #perSubset}
   * @param lambda [S], each &gt;= 0
   * @return one number
   */
  public static NDArray joint(NDArray perSubset, NDArray lambda) {
    return perSubset.mul(lambda).sum();
  }
}
