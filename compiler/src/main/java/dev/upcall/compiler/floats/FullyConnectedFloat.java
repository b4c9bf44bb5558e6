package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.FullyConnected;
import java.util.List;

/** Input [N,K], weights [M,K]. */
final class FullyConnectedFloat implements FloatKernel<FullyConnected> {
  @Override
  public float[] run(FullyConnected op, List<float[]> operands) {
    float[] input = operands.get(0);
    float[] weights = operands.get(1);
    float[] bias = operands.get(2);
    int depth = op.weights().shape().dim(1);
    float[] out = new float[op.output().shape().size()];
    for (int i = 0; i < out.length; i++) {
      int row = i / bias.length * depth;
      int column = i % bias.length * depth;
      float sum = bias[i % bias.length];
      for (int k = 0; k < depth; k++) {
        sum += input[row + k] * weights[column + k];
      }
      out[i] = sum;
    }
    return Activations.apply(op.activation(), out);
  }
}
