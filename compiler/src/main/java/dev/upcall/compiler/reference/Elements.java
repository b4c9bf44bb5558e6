package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.core.tensor.QParams;

/** Between elements as they lie in a device's memory and the real numbers that they stand for. */
public final class Elements {
  private Elements() {}

  /** Quantised as TFLite's Quantize does, to the nearest, ties away from zero; or as they are. */
  public static byte[] of(float[] reals, TensorType type) {
    if (!type.isQuantized()) {
      return ConstantData.ofFloats(reals).toBytes();
    }
    QParams qparams = type.qparams();
    if (type.dtype() == DType.INT8) {
      return qparams.quantize(reals);
    }
    long[] quantized = new long[reals.length];
    for (int i = 0; i < reals.length; i++) {
      double steps = reals[i] / qparams.scale();
      double rounded = Math.copySign(Math.floor(Math.abs(steps) + 0.5), steps);
      double placed = rounded + qparams.zeroPoint();
      quantized[i] =
          (long) Math.max(type.dtype().lowest(), Math.min(type.dtype().highest(), placed));
    }
    return ConstantData.ofLongs(type.dtype(), quantized).toBytes();
  }

  /** What they stand for; integers that are not quantised for themselves. */
  public static float[] reals(byte[] elements, TensorType type) {
    ConstantData data = ConstantData.ofRaw(type.dtype(), elements);
    if (!type.dtype().isInteger()) {
      return data.toFloats();
    }
    long[] integers = data.toLongs();
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = type.isQuantized() ? type.qparams().dequantize((int) integers[i]) : integers[i];
    }
    return reals;
  }
}
