package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Activation;

/** Applies fused activations. */
final class Activations {
  private Activations() {}

  /** Clamps in place; NaN stays NaN. */
  static float[] apply(Activation activation, float[] values) {
    if (activation != Activation.NONE) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(activation.max(), Math.max(activation.min(), values[i]));
      }
    }
    return values;
  }
}
