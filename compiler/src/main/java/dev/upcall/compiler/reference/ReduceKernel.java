package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.core.tensor.QParams;
import java.util.Arrays;

/**
 * SUM is TFLite's {@code reference_ops::QuantizedMeanOrSum} without the division ({@code
 * kernels/internal/reference/reduce.h}); MAX and MIN choose among elements, whose quantisation the
 * output shares.
 */
final class ReduceKernel implements Kernel<Reduce> {
  @Override
  public int[] run(Reduce op, Tensors tensors) {
    Shape in = op.input().shape();
    int[] input = tensors.elements(op.input());
    int[] strides = Strides.reduced(in, op.axes());
    int[] output = new int[op.output().shape().size()];
    boolean max = op.kind() == ReduceKind.MAX;
    if (op.kind() != ReduceKind.SUM) {
      Arrays.fill(output, max ? Integer.MIN_VALUE : Integer.MAX_VALUE);
    }
    for (int i = 0; i < input.length; i++) {
      int at = Indexing.offset(i, in, strides);
      if (op.kind() == ReduceKind.SUM) {
        output[at] += input[i];
      } else {
        output[at] = max ? Math.max(output[at], input[i]) : Math.min(output[at], input[i]);
      }
    }
    return op.kind() == ReduceKind.SUM ? scaled(op, output, input.length / output.length) : output;
  }

  private static int[] scaled(Reduce op, int[] sums, int count) {
    QParams in = op.input().type().qparams();
    QParams out = op.output().type().qparams();
    FixedPoint factor = FixedPoint.of((double) in.scale() / out.scale());
    ClampRange range = ClampRange.of(Activation.NONE, op.output().type());
    int[] output = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      output[i] = range.clamp(factor.apply(sums[i] - in.zeroPoint() * count) + out.zeroPoint());
    }
    return output;
  }
}
