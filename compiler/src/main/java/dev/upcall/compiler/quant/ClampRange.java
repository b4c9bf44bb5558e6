package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.Activation;

/**
 * The integers a fused activation lets through; TFLite's {@code CalculateActivationRangeQuantized}
 * ({@code kernels/kernel_util.cc}).
 */
public record ClampRange(int min, int max) {
  public ClampRange {
    if (min > max) {
      throw new IllegalArgumentException("no range: " + min + ".." + max);
    }
  }

  /** The range of {@code activation} on a tensor of integers of one scale. */
  public static ClampRange of(Activation activation, TensorType output) {
    int least = Math.toIntExact(output.dtype().lowest());
    int greatest = Math.toIntExact(output.dtype().highest());
    int min = Math.min(greatest, bound(activation.min(), least, output));
    int max = Math.max(min, bound(activation.max(), greatest, output));
    return new ClampRange(Math.max(least, min), Math.min(greatest, max));
  }

  public int clamp(int value) {
    return Math.max(min, Math.min(max, value));
  }

  private static int bound(float real, int infinite, TensorType output) {
    if (Float.isInfinite(real)) {
      return infinite;
    }
    // Both divisions are float divisions in TFLite; its rounding is away from zero, real is >= 0.
    float scaled = real / output.qparams().scale();
    return (int) Math.min(1 << 24, Math.round((double) scaled)) + output.qparams().zeroPoint();
  }
}
