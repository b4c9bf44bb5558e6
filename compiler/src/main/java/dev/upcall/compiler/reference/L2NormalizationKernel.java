package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.InverseRoot;

/**
 * TFLite {@code reference_integer_ops::L2Normalization} ({@code
 * kernels/internal/reference/integer_ops/l2normalization.h}), over the last axis; the output has
 * scale 1/128 and zero point 0.
 */
final class L2NormalizationKernel implements Kernel<L2Normalization> {
  private static final int OUTPUT_BITS = 7;

  @Override
  public int[] run(L2Normalization op, Tensors tensors) {
    int[] input = tensors.elements(op.input());
    int depth = op.input().shape().dim(-1);
    int zero = op.input().type().qparams().zeroPoint();
    int[] output = new int[input.length];
    for (int row = 0; row < input.length; row += depth) {
      int sum = 0;
      for (int i = row; i < row + depth; i++) {
        sum += (input[i] - zero) * (input[i] - zero);
      }
      FixedPoint factor = InverseRoot.of(sum, OUTPUT_BITS);
      for (int i = row; i < row + depth; i++) {
        output[i] = Math.max(-128, Math.min(127, factor.apply(input[i] - zero)));
      }
    }
    return output;
  }
}
