package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;

/**
 * The factor of a quantised mean: input scale / output scale / count, the count folded into the
 * multiplier. TFLite's {@code QuantizedMeanOrSum} ({@code kernels/internal/reference/reduce.h}).
 */
public final class MeanScaling {
  private MeanScaling() {}

  /**
   * @param count elements in each mean, at least 1
   */
  public static FixedPoint of(QParams input, QParams output, int count) {
    FixedPoint scale = FixedPoint.of((double) input.scale() / output.scale());
    int shift = 63 - Long.numberOfLeadingZeros(count);
    // At most 32 to not overflow the product, and the result's shift must stay >= -31.
    shift = Math.min(Math.min(shift, 32), 31 + scale.shift());
    long multiplier = ((long) scale.multiplier() << shift) / count;
    return new FixedPoint((int) multiplier, scale.shift() - shift);
  }
}
