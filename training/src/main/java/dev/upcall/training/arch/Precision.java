package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The numbers that layers compute with. Weights, gradients, batch statistics, features and losses
 * are float32 in any case; what differs is what convolutions read and write.
 */
public interface Precision extends AutoCloseable {
  /** All of it in float32. */
  Precision FLOAT32 =
      new Precision() {
        @Override
        public NDArray lower(NDArray x, NDManager owner) {
          return x;
        }

        @Override
        public NDArray raise(NDArray x) {
          return x;
        }

        @Override
        public void close() {}
      };

  /**
   * The array as convolutions want it; itself if it is so already. Gradients pass through.
   *
   * @param owner what frees the result, if it is a new one: a weight's must not last as long as the
   *     weight
   */
  NDArray lower(NDArray x, NDManager owner);

  /** The array in float32; itself if it is so already. Gradients pass through. */
  NDArray raise(NDArray x);

  @Override
  void close();
}
