package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.core.tensor.QParams;

/**
 * The int8 values a fused activation lets through; TFLite's {@code
 * CalculateActivationRangeQuantized} ({@code kernels/kernel_util.cc}).
 *
 * @param min -128..127
 * @param max min..127
 */
public record ClampRange(int min, int max) {
  public ClampRange {
    if (min < -128 || max > 127 || min > max) {
      throw new IllegalArgumentException("no int8 range: " + min + ".." + max);
    }
  }

  /** The range of {@code activation} on a tensor quantised by {@code output}. */
  public static ClampRange of(Activation activation, QParams output) {
    int min = Math.min(127, Math.max(-128, bound(activation.min(), output)));
    int max = Math.max(min, Math.min(127, bound(activation.max(), output)));
    return new ClampRange(min, max);
  }

  public byte clamp(int value) {
    return (byte) Math.max(min, Math.min(max, value));
  }

  private static int bound(float real, QParams output) {
    if (Float.isInfinite(real)) {
      return real < 0 ? -128 : 127;
    }
    // Both divisions are float divisions in TFLite; its rounding is away from zero, real is >= 0.
    float scaled = real / output.scale();
    return (int) Math.min(1 << 24, Math.round((double) scaled)) + output.zeroPoint();
  }
}
