package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;

/**
 * Two slopes, for elements above and below zero. TFLite's {@code QuantizeLeakyRelu} ({@code
 * kernels/internal/reference/leaky_relu.h}); its prepare function multiplies as floats.
 */
public record LeakyScaling(FixedPoint above, FixedPoint below, int outputZero) {
  /**
   * @param alpha of elements below zero, at least 0
   */
  public static LeakyScaling of(QParams in, QParams out, float alpha) {
    return new LeakyScaling(
        FixedPoint.of(in.scale() / out.scale()),
        FixedPoint.of(in.scale() * alpha / out.scale()),
        out.zeroPoint());
  }

  /** {@code x}, less its zero point, in steps of the output; not clamped. */
  public int apply(int x) {
    return (x >= 0 ? above : below).apply(x) + outputZero;
  }
}
