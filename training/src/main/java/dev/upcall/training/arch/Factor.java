package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;

/**
 * Products with plain numbers inside a loss. The engine's own {@code mul(Number)} and {@code
 * div(Number)} give the number's memory back at once, while the way back of gradients still reads
 * it: whenever Java collects its garbage between a loss and its gradient, that is multiplied by
 * whatever lies there then. Here the number lives as long as the product.
 */
public final class Factor {
  private Factor() {}

  /** {@code values * factor}. */
  public static NDArray times(NDArray values, double factor) {
    return values.mul(values.getManager().create((float) factor));
  }

  /** {@code values / divisor}. */
  public static NDArray over(NDArray values, double divisor) {
    return values.div(values.getManager().create((float) divisor));
  }
}
