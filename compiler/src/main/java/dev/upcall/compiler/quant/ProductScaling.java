package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.MatMul;

/**
 * The factor of a product of two computed matrices: TFLite's {@code
 * GetQuantizedConvolutionMultipler} without a bias ({@code kernels/kernel_util.cc}), whose first
 * product is one of floats.
 *
 * @param wide whether sums have 64 bits: of int16 elements
 */
public record ProductScaling(FixedPoint factor, boolean wide) {
  /** What TFLite's multiplication of 64-bit sums bears. */
  private static final int MAX_WIDE_SHIFT = 7;

  /**
   * @throws IllegalArgumentException where TFLite has no factor
   */
  public static ProductScaling of(MatMul op) {
    float product = op.left().type().qparams().scale() * op.right().type().qparams().scale();
    FixedPoint factor = FixedPoint.of((double) product / op.output().type().qparams().scale());
    boolean wide = op.output().type().dtype() == DType.INT16;
    if (wide && factor.shift() > MAX_WIDE_SHIFT) {
      throw new IllegalArgumentException("a factor of 2^" + factor.shift());
    }
    return new ProductScaling(factor, wide);
  }

  /** A sum of products in steps of the output. */
  public int apply(long sum) {
    return wide ? factor.apply(sum) : factor.apply((int) sum);
  }
}
