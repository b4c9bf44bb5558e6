package dev.upcall.training.onnx;

import dev.upcall.core.onnx.TensorProto;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Reads the constants of models that {@link OnnxGraph} built. */
public final class OnnxWeights {
  private OnnxWeights() {}

  /** The values of a tensor of float32 as raw data, row-major. */
  public static float[] values(TensorProto tensor) {
    FloatBuffer floats =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }
}
