package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights and bias of an operator on integers: int8, symmetric, per tensor or per output channel,
 * and int32 in steps of input scale * weight scale. Those on real numbers are {@link RealOperands}.
 *
 * @param bias zeros if the file has none
 */
record LinearOperands(Value weights, Value bias) {
  /**
   * How far a bias may be off its step, in steps of the output: {@code
   * GetQuantizedConvolutionMultipler} of TFLite's {@code kernels/kernel_util.cc}.
   */
  private static final double BIAS_TOLERANCE = 0.02;

  /** Reads operands 1 and 2, which go with operand 0. */
  static LinearOperands read(OperatorContext node, int rank, int channelAxis) {
    return read(node, new int[] {0, 1, 2}, rank, channelAxis);
  }

  /**
   * Reads weights and bias.
   *
   * @param operands indices of the input, the weights and the bias
   * @param rank axes that the weights must have
   * @param channelAxis axis of the weights along which the output channels lie
   */
  static LinearOperands read(OperatorContext node, int[] operands, int rank, int channelAxis) {
    TensorType activations = node.activation(operands[0]).type();
    node.requireKind(activations, node.output());
    if (!activations.isQuantized()) {
      return RealOperands.read(node, operands, rank, channelAxis);
    }
    QParams input = activations.qparams();
    TfliteTensor given = node.constant(operands[1], "weights");
    if (!given.is(DType.INT8)) {
      throw node.unsupported("weights of " + TensorTypes.name(given.type()), "int8 weights");
    }
    int channels = channels(node, given.shape(), rank, channelAxis);
    requireSymmetric(node, given, channelAxis, channels);
    TensorType type = new TensorType(DType.INT8, given.shape(), given.quantization());
    List<QParams> steps = new ArrayList<>();
    for (QParams weight : given.quantization()) {
      steps.add(step(node, input, weight));
    }
    Value bias = bias(node, operands[2], activations.dtype() == DType.INT16, channels, steps);
    return new LinearOperands(node.tensors().constant(given, type), bias);
  }

  /** The output channels of weights {@code shape}. */
  static int channels(OperatorContext node, Shape shape, int rank, int channelAxis) {
    if (shape.rank() != rank) {
      throw node.unsupported("weights " + shape, "weights of " + rank + " axes");
    }
    return shape.dim(channelAxis);
  }

  private static void requireSymmetric(
      OperatorContext node, TfliteTensor weights, int channelAxis, int channels) {
    List<QParams> quantization = weights.quantization();
    boolean perChannel = quantization.size() == channels && weights.axis() == channelAxis;
    if (quantization.size() != 1 && !perChannel) {
      throw node.quantization(
          quantization.size() + " scales of weights along axis " + weights.axis(),
          "one, or " + channels + " along axis " + channelAxis);
    }
    for (QParams channel : quantization) {
      if (channel.zeroPoint() != 0) {
        throw node.quantization(
            "weights with the zero point " + channel.zeroPoint(), "symmetric weights");
      }
    }
  }

  private static QParams step(OperatorContext node, QParams input, QParams weight) {
    float step = input.scale() * weight.scale();
    if (!(step > 0) || Float.isInfinite(step)) {
      throw node.quantization(
          "scales " + input.scale() + " and " + weight.scale(), "a product within float");
    }
    return new QParams(step, 0);
  }

  /** Where activations are int16 the bias may say how wide accumulators are, 64 bits as a rule. */
  private static DType biasType(OperatorContext node, int operand, boolean wide) {
    boolean given32 = node.has(operand) && node.tensor(operand).is(DType.INT32);
    return wide && !given32 ? DType.INT64 : DType.INT32;
  }

  private static Value bias(
      OperatorContext node, int operand, boolean wide, int channels, List<QParams> steps) {
    TensorType type = new TensorType(biasType(node, operand, wide), Shape.of(channels), steps);
    if (!node.has(operand)) {
      return node.tensors().zeros("no bias", type);
    }
    TfliteTensor given = node.constant(operand, "bias");
    if (!given.is(type.dtype())) {
      throw node.unsupported(
          "a bias of " + TensorTypes.name(given.type()), "a bias of " + type.dtype().irName());
    }
    if (given.shape().size() != channels) {
      throw node.unsupported("bias " + given.shape(), channels + " elements");
    }
    float output = node.output().qparams().scale();
    for (int i = 0; i < Math.min(steps.size(), given.quantization().size()); i++) {
      QParams found = given.quantization().get(i);
      double off = Math.abs((double) found.scale() - steps.get(i).scale());
      if (found.zeroPoint() != 0 || off / output > BIAS_TOLERANCE) {
        throw node.quantization(
            "bias " + found, "steps of " + steps.get(i).scale() + " (input * weights)");
      }
    }
    return node.tensors().constant(given, type);
  }
}
