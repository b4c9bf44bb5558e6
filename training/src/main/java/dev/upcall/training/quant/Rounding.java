package dev.upcall.training.quant;

import ai.djl.ndarray.NDArray;

/** What becomes of a network's numbers on their way through it. */
interface Rounding {
  /** Nothing: floats. */
  Rounding NONE =
      new Rounding() {
        @Override
        public NDArray weights(NDArray weights, boolean depthwise) {
          return weights;
        }

        @Override
        public NDArray activation(String range, NDArray x) {
          return x;
        }
      };

  /**
   * Of a layer's weights.
   *
   * @param weights output channels first
   * @param depthwise of a depthwise convolution
   */
  NDArray weights(NDArray weights, boolean depthwise);

  /**
   * Of a value that the compiler gives a range of its own, or that of the value it was made from.
   *
   * @param range name of the value whose range it is
   */
  NDArray activation(String range, NDArray x);
}
