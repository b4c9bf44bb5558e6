package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.MeanScaling;

/** TFLite {@code reference_ops::QuantizedMeanOrSum}, over any axes. */
final class MeanKernel implements Kernel<Mean> {
  @Override
  public int[] run(Mean op, Tensors tensors) {
    Shape in = op.input().shape();
    int[] input = tensors.elements(op.input());
    int[] sums = new int[op.output().shape().size()];
    int[] strides = Strides.reduced(in, op.axes());
    for (int i = 0; i < input.length; i++) {
      sums[Indexing.offset(i, in, strides)] += input[i];
    }
    int count = input.length / sums.length;
    FixedPoint factor =
        MeanScaling.of(op.input().type().qparams(), op.output().type().qparams(), count);
    int inputZero = op.input().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    ClampRange range = ClampRange.of(Activation.NONE, op.output().type());
    int[] output = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      output[i] = range.clamp(factor.apply(sums[i] - inputZero * count) + outputZero);
    }
    return output;
  }
}
