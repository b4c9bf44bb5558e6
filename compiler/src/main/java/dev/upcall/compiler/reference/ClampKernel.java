package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.core.tensor.QParams;

/** TFLite {@code ReluQuantized} ({@code micro/kernels/activations_common.cc}). */
final class ClampKernel implements Kernel<Clamp> {
  @Override
  public int[] run(Clamp op, Tensors tensors) {
    QParams in = op.input().type().qparams();
    QParams out = op.output().type().qparams();
    FixedPoint factor = FixedPoint.of((double) in.scale() / out.scale());
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int[] input = tensors.elements(op.input());
    int[] output = new int[input.length];
    for (int i = 0; i < input.length; i++) {
      output[i] = range.clamp(factor.apply(input[i] - in.zeroPoint()) + out.zeroPoint());
    }
    return output;
  }
}
