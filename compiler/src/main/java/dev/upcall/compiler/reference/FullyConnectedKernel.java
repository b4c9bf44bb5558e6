package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;

/** TFLite {@code reference_integer_ops::FullyConnected}, per tensor or per channel. */
final class FullyConnectedKernel implements Kernel<FullyConnected> {
  @Override
  public byte[] run(FullyConnected op, Tensors tensors) {
    int channels = op.weights().shape().dim(0);
    int depth = op.weights().shape().dim(1);
    int rows = op.output().shape().size() / channels;
    byte[] input = tensors.bytes(op.input());
    byte[] weights = tensors.bytes(op.weights());
    int[] bias = tensors.ints(op.bias());
    int inputZero = op.input().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    ClampRange range = ClampRange.of(op.activation(), op.output().type().qparams());
    ChannelScaling scaling =
        ChannelScaling.ofFullyConnected(
            op.input().type(), op.weights().type(), op.output().type(), channels);
    byte[] output = new byte[rows * channels];
    for (int row = 0; row < rows; row++) {
      for (int oc = 0; oc < channels; oc++) {
        int acc = bias[oc];
        for (int k = 0; k < depth; k++) {
          acc += (input[row * depth + k] - inputZero) * weights[oc * depth + k];
        }
        output[row * channels + oc] = range.clamp(scaling.factor(oc).apply(acc) + outputZero);
      }
    }
    return output;
  }
}
