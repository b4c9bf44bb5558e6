package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.TensorType;

/**
 * Factors of a quantised sum or difference: both inputs are brought to a common scale, 2 *
 * max(input scales) / 2^leftShift, added, and scaled to the output. TFLite's {@code
 * CalculateOpDataAdd} ({@code micro/kernels/add_common.cc}) and {@code
 * reference_integer_ops::AddElementwise}.
 *
 * @param leftShift bits the inputs are shifted up by before they are scaled: 20 for int8, 15 for
 *     int16
 */
public record AddScaling(int leftShift, FixedPoint left, FixedPoint right, FixedPoint output) {
  public static AddScaling of(TensorType left, TensorType right, TensorType output) {
    float leftScale = left.qparams().scale();
    float rightScale = right.qparams().scale();
    double twiceMax = 2 * (double) Math.max(leftScale, rightScale);
    int leftShift = output.dtype() == DType.INT16 ? 15 : 20;
    return new AddScaling(
        leftShift,
        FixedPoint.of(leftScale / twiceMax),
        FixedPoint.of(rightScale / twiceMax),
        FixedPoint.of(twiceMax / ((1 << leftShift) * (double) output.qparams().scale())));
  }

  /** The sum of two integers, zero points taken off, in steps of the output. */
  public int sum(int x, int y) {
    return output.apply(left.apply(x << leftShift) + right.apply(y << leftShift));
  }
}
