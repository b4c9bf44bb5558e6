package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.LogSoftmax;
import java.util.List;

final class LogSoftmaxFloat implements FloatKernel<LogSoftmax> {
  @Override
  public float[] run(LogSoftmax op, List<float[]> operands) {
    float[] input = operands.get(0);
    int depth = op.input().shape().dim(-1);
    float[] out = new float[input.length];
    for (int row = 0; row < input.length; row += depth) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = row; i < row + depth; i++) {
        max = Math.max(max, input[i]);
      }
      double sum = 0;
      for (int i = row; i < row + depth; i++) {
        sum += Math.exp((double) input[i] - max);
      }
      double log = Math.log(sum);
      for (int i = row; i < row + depth; i++) {
        out[i] = (float) ((double) input[i] - max - log);
      }
    }
    return out;
  }
}
