package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Softmax;
import java.util.List;

final class SoftmaxFloat implements FloatKernel<Softmax> {
  @Override
  public float[] run(Softmax op, List<float[]> operands) {
    float[] input = operands.get(0);
    int depth = op.input().shape().dim(-1);
    float[] out = new float[input.length];
    for (int row = 0; row < input.length; row += depth) {
      // The row's maximum is taken off first, so that exp cannot overflow.
      float max = Float.NEGATIVE_INFINITY;
      for (int i = row; i < row + depth; i++) {
        max = Math.max(max, input[i]);
      }
      double sum = 0;
      for (int i = row; i < row + depth; i++) {
        sum += Math.exp(op.beta() * (double) (input[i] - max));
      }
      for (int i = row; i < row + depth; i++) {
        out[i] = (float) (Math.exp(op.beta() * (double) (input[i] - max)) / sum);
      }
    }
    return out;
  }
}
