package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;

/**
 * Weights and bias of an operator on real numbers. Where the file stores them as int8 or float16
 * they stand for real ones: int8 times their scale. TFLite's hybrid kernels quantise the
 * activations too, differently for each sample, so that their results are near ours, not the same.
 */
final class RealOperands {
  private RealOperands() {}

  /** As {@link LinearOperands#read}. */
  static LinearOperands read(OperatorContext node, int[] operands, int rank, int channelAxis) {
    Value weights = node.real(operands[1], "weights");
    int channels = LinearOperands.channels(node, weights.shape(), rank, channelAxis);
    TensorType type = TensorType.of(DType.FLOAT32, Shape.of(channels));
    if (!node.has(operands[2])) {
      return new LinearOperands(weights, node.tensors().zeros("no bias", type));
    }
    Value bias = node.real(operands[2], "bias");
    if (!bias.shape().equals(type.shape())) {
      throw node.unsupported("bias " + bias.shape(), channels + " elements");
    }
    return new LinearOperands(weights, bias);
  }
}
