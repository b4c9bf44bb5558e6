package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;

/**
 * Factors of a quantised sum: both inputs are brought to a common scale, 2 * max(input scales) /
 * 2^20, added, and scaled to the output. TFLite's {@code CalculateOpDataAdd} ({@code
 * micro/kernels/add_common.cc}) and {@code reference_integer_ops::AddElementwise}.
 */
public record AddScaling(FixedPoint left, FixedPoint right, FixedPoint output) {
  /** Bits the inputs are shifted up by before they are scaled. */
  public static final int LEFT_SHIFT = 20;

  public static AddScaling of(QParams left, QParams right, QParams output) {
    double twiceMax = 2 * (double) Math.max(left.scale(), right.scale());
    return new AddScaling(
        FixedPoint.of(left.scale() / twiceMax),
        FixedPoint.of(right.scale() / twiceMax),
        FixedPoint.of(twiceMax / ((1 << LEFT_SHIFT) * (double) output.scale())));
  }
}
