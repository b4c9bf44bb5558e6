package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.L2Normalization;
import java.util.List;

/** TFLite's {@code reference_ops::L2Normalization}. */
final class L2NormalizationFloat implements FloatKernel<L2Normalization> {
  @Override
  public float[] run(L2Normalization op, List<float[]> operands) {
    float[] input = operands.get(0);
    int depth = op.input().shape().dim(-1);
    float[] out = new float[input.length];
    for (int row = 0; row < input.length; row += depth) {
      float sum = 0;
      for (int i = row; i < row + depth; i++) {
        sum += input[i] * input[i];
      }
      float norm = Math.max((float) Math.sqrt(sum), op.epsilon());
      for (int i = row; i < row + depth; i++) {
        out[i] = input[i] / norm;
      }
    }
    return out;
  }
}
