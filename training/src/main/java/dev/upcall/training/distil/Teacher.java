package dev.upcall.training.distil;

import ai.djl.ndarray.NDArray;

/** A trained classifier whose scores others learn from. */
public interface Teacher extends AutoCloseable {
  /**
   * Its scores, through which no gradient is wanted.
   *
   * @param x [N,C,H,W]
   * @return logits [N,classes], owned by the manager of {@code x}
   */
  NDArray logits(NDArray x);

  /** Digest of all that its scores depend on. */
  String origin();

  @Override
  default void close() {}
}
