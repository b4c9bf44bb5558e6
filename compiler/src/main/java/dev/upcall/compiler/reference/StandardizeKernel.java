package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.StandardizeScaling;

/** Row by row, of int8, by the integers of {@link StandardizeScaling}. */
final class StandardizeKernel implements Kernel<Standardize> {
  @Override
  public int[] run(Standardize op, Tensors tensors) {
    int[] input = tensors.elements(op.input());
    StandardizeScaling scaling = StandardizeScaling.of(op);
    int depth = scaling.depth();
    int zero = op.output().type().qparams().zeroPoint();
    int[] output = new int[input.length];
    for (int row = 0; row < input.length; row += depth) {
      int sum = 0;
      int squares = 0;
      for (int i = row; i < row + depth; i++) {
        sum += input[i];
        squares += input[i] * input[i];
      }
      FixedPoint factor = scaling.factor(sum, squares);
      for (int i = row; i < row + depth; i++) {
        int standard = factor.apply(depth * input[i] - sum);
        output[i] = Math.max(-128, Math.min(127, standard + zero));
      }
    }
    return output;
  }
}
