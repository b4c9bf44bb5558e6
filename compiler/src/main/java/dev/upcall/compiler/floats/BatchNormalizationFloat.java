package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.BatchNormalization;
import java.util.List;

/** (x - mean) / sqrt(variance + epsilon) * scale + shift, per channel of the last axis. */
final class BatchNormalizationFloat implements FloatKernel<BatchNormalization> {
  @Override
  public float[] run(BatchNormalization op, List<float[]> operands) {
    float[] in = operands.get(0);
    float[] scale = operands.get(1);
    float[] shift = operands.get(2);
    float[] mean = operands.get(3);
    float[] variance = operands.get(4);
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      int c = i % scale.length;
      double factor = scale[c] / Math.sqrt((double) variance[c] + op.epsilon());
      out[i] = (float) ((in[i] - (double) mean[c]) * factor + shift[c]);
    }
    return out;
  }
}
