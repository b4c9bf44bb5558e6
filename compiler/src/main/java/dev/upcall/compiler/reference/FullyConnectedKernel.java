package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.FullyConnected;

/** TFLite {@code reference_integer_ops::FullyConnected}, per tensor or per channel. */
final class FullyConnectedKernel implements Kernel<FullyConnected> {
  @Override
  public int[] run(FullyConnected op, Tensors tensors) {
    int channels = op.weights().shape().dim(0);
    int depth = op.weights().shape().dim(1);
    int rows = op.output().shape().size() / channels;
    int[] input = tensors.elements(op.input());
    int[] weights = tensors.elements(op.weights());
    Accumulator accumulator = new Accumulator(op, tensors);
    int inputZero = op.input().type().qparams().zeroPoint();
    int[] output = new int[rows * channels];
    for (int row = 0; row < rows; row++) {
      for (int oc = 0; oc < channels; oc++) {
        long acc = accumulator.bias(oc);
        for (int k = 0; k < depth; k++) {
          acc += (input[row * depth + k] - inputZero) * weights[oc * depth + k];
        }
        output[row * channels + oc] = accumulator.scale(oc, acc);
      }
    }
    return output;
  }
}
