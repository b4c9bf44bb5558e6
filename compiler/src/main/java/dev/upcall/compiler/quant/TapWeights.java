package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.ResizeTaps;

/** Weights of interpolation as integers, in 1/1024, TFLite's ten bits. */
public final class TapWeights {
  private static final int BITS = 10;

  private TapWeights() {}

  /**
   * In the order of the taps.
   *
   * @throws IllegalArgumentException if a weight is no multiple of 1/1024
   */
  public static int[] of(ResizeTaps taps) {
    int[] weights = new int[taps.weights().size()];
    for (int i = 0; i < weights.length; i++) {
      float scaled = taps.weights().get(i) * (1 << BITS);
      weights[i] = (int) scaled;
      if (weights[i] != scaled) {
        throw new IllegalArgumentException(
            "the weight " + taps.weights().get(i) + ", no multiple of 1/1024");
      }
    }
    return weights;
  }

  /** A sum of elements times two weights each, in steps of the elements, half away from zero. */
  public static int round(long sum) {
    long half = 1L << (2 * BITS - 1);
    return (int) ((sum + (sum > 0 ? half : -half)) / (1L << 2 * BITS));
  }
}
