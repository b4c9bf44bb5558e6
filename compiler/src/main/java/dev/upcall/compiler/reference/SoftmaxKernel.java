package dev.upcall.compiler.reference;

import static dev.upcall.compiler.quant.FixedPoint.highMul;
import static dev.upcall.compiler.quant.FixedPoint.roundingDivideByPowerOfTwo;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.quant.GemmlowpMath;
import dev.upcall.compiler.quant.SoftmaxScaling;

/**
 * TFLite {@code reference_ops::Softmax} for int8, over the last axis; the output has scale 1/256
 * and zero point -128.
 */
final class SoftmaxKernel implements Kernel<Softmax> {
  private static final int ACCUMULATION_BITS = 12;

  private final ShortSoftmaxKernel ofShorts = new ShortSoftmaxKernel();

  @Override
  public int[] run(Softmax op, Tensors tensors) {
    if (op.input().type().dtype() == DType.INT16) {
      return ofShorts.run(op, tensors);
    }
    int[] input = tensors.elements(op.input());
    int depth = op.input().shape().dim(-1);
    SoftmaxScaling scaling = SoftmaxScaling.of(op.beta(), op.input().type().qparams().scale());
    int[] output = new int[input.length];
    for (int row = 0; row < input.length; row += depth) {
      softmax(input, output, row, depth, scaling);
    }
    return output;
  }

  private static void softmax(
      int[] input, int[] output, int from, int depth, SoftmaxScaling scaling) {
    int max = -128;
    for (int i = from; i < from + depth; i++) {
      max = Math.max(max, input[i]);
    }
    int sum = 0; // Q12.19
    for (int i = from; i < from + depth; i++) {
      int difference = input[i] - max;
      if (difference >= scaling.minDifference()) {
        int exponent = scaling.factor().apply(difference);
        sum +=
            roundingDivideByPowerOfTwo(
                GemmlowpMath.exp(exponent, SoftmaxScaling.INTEGER_BITS), ACCUMULATION_BITS);
      }
    }
    int headroom = Integer.numberOfLeadingZeros(sum);
    int bitsOverUnit = ACCUMULATION_BITS - headroom;
    int scale = GemmlowpMath.reciprocalOfOnePlus((sum << headroom) - (1 << 31));
    for (int i = from; i < from + depth; i++) {
      int difference = input[i] - max;
      int probability = 0;
      if (difference >= scaling.minDifference()) {
        int exponential =
            GemmlowpMath.exp(scaling.factor().apply(difference), SoftmaxScaling.INTEGER_BITS);
        probability =
            roundingDivideByPowerOfTwo(highMul(scale, exponential), bitsOverUnit + 31 - 8);
      }
      output[i] = Math.min(127, probability - 128);
    }
  }
}
