package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.core.tensor.QParams;

/** Real numbers in the steps of a quantised tensor, of whatever width. */
public final class Steps {
  private Steps() {}

  /** The nearest real number that the tensor can hold. */
  public static float[] round(TensorType type, float[] reals) {
    QParams q = type.qparams();
    float[] rounded = new float[reals.length];
    for (int i = 0; i < reals.length; i++) {
      rounded[i] = q.dequantize(Math.toIntExact(step(type, q, reals[i])));
    }
    return rounded;
  }

  /** A constant of real numbers as the tensor holds it. */
  static ConstantData data(TensorType type, float[] reals) {
    QParams q = type.qparams();
    long[] steps = new long[reals.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step(type, q, reals[i]);
    }
    return ConstantData.ofLongs(type.dtype(), steps);
  }

  /** As {@link QParams#quantize(float)}: nearest, ties away from zero, saturated. */
  private static long step(TensorType type, QParams q, float real) {
    double scaled = real / q.scale();
    double rounded = scaled < 0 ? -Math.floor(-scaled + 0.5) : Math.floor(scaled + 0.5);
    return (long)
        Math.max(type.dtype().lowest(), Math.min(type.dtype().highest(), rounded + q.zeroPoint()));
  }
}
