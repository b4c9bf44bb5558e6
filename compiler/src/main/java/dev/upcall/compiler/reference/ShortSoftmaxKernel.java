package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.quant.ShortSoftmax;

/**
 * TFLite {@code reference_ops::SoftmaxInt16}, over the last axis; the output has steps of 2^-15.
 */
final class ShortSoftmaxKernel implements Kernel<Softmax> {
  private final short[] exponentials = ShortSoftmax.exponentials();
  private final short[] reciprocals = ShortSoftmax.reciprocals();

  @Override
  public int[] run(Softmax op, Tensors tensors) {
    int[] input = tensors.elements(op.input());
    int depth = op.input().shape().dim(-1);
    ShortSoftmax numbers = ShortSoftmax.of(op);
    int[] output = new int[input.length];
    for (int row = 0; row < input.length; row += depth) {
      softmax(input, output, row, depth, numbers);
    }
    return output;
  }

  private void softmax(int[] input, int[] output, int from, int depth, ShortSoftmax numbers) {
    int max = Short.MIN_VALUE;
    for (int i = from; i < from + depth; i++) {
      max = Math.max(max, input[i]);
    }
    int sum = 0; // Q16.15
    for (int i = from; i < from + depth; i++) {
      int steps = numbers.factor().apply(input[i] - max) + Short.MAX_VALUE;
      output[i] = ShortSoftmax.look(exponentials, limit(steps));
      sum += output[i];
    }
    int headroom = Integer.numberOfLeadingZeros(sum);
    int fraction = (int) ((((long) sum << (headroom - 1)) + (1 << 13)) >> 14);
    int scale = ShortSoftmax.look(reciprocals, limit(fraction - (1 << 15) - (1 << 16)));
    int shift = 31 - headroom;
    for (int i = from; i < from + depth; i++) {
      int probability = (output[i] * scale + (1 << (shift - 1))) >> shift;
      output[i] = Math.max(0, Math.min(Short.MAX_VALUE, probability));
    }
  }

  private static int limit(int x) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, x));
  }
}
