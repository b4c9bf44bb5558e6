package dev.upcall.compiler.reference;

import static dev.upcall.compiler.quant.FixedPoint.roundingDivideByPowerOfTwo;

import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.quant.GemmlowpMath;
import dev.upcall.compiler.quant.LogSoftmaxScaling;

/**
 * TFLite {@code reference_ops::LogSoftmax} for int8 ({@code
 * kernels/internal/reference/log_softmax.h}), over the last axis; the output has scale 1/16 and
 * zero point 127.
 */
final class LogSoftmaxKernel implements Kernel<LogSoftmax> {
  private static final int INTEGER_BITS = 5;
  private static final int ACCUMULATION_BITS = 12;
  private static final int OUTPUT_BITS = 4;

  @Override
  public int[] run(LogSoftmax op, Tensors tensors) {
    int[] input = tensors.elements(op.input());
    int depth = op.input().shape().dim(-1);
    LogSoftmaxScaling scaling = LogSoftmaxScaling.of(op.input().type().qparams().scale());
    int[] output = new int[input.length];
    for (int row = 0; row < input.length; row += depth) {
      row(input, output, row, depth, scaling);
    }
    return output;
  }

  private static void row(
      int[] input, int[] output, int from, int depth, LogSoftmaxScaling scaling) {
    int max = -128;
    for (int i = from; i < from + depth; i++) {
      max = Math.max(max, input[i]);
    }
    int sum = 0; // Q12.19
    for (int i = from; i < from + depth; i++) {
      int difference = input[i] - max;
      if (difference >= scaling.minDifference()) {
        int exponential = GemmlowpMath.exp(scaling.factor().apply(difference), INTEGER_BITS);
        sum += roundingDivideByPowerOfTwo(exponential, ACCUMULATION_BITS);
      }
    }
    int logSum = GemmlowpMath.log(sum);
    int least = scaling.adjusted(logSum);
    for (int i = from; i < from + depth; i++) {
      int difference = input[i] - max;
      output[i] = -128;
      if (difference > least) {
        int log = scaling.factor().apply(difference) - logSum;
        int steps = roundingDivideByPowerOfTwo(log, 31 - INTEGER_BITS - OUTPUT_BITS);
        output[i] = Math.max(-128, Math.min(127, steps + 127));
      }
    }
  }
}
