package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Mean;
import java.util.List;

final class MeanFloat implements FloatKernel<Mean> {
  @Override
  public float[] run(Mean op, List<float[]> operands) {
    float[] input = operands.get(0);
    Shape in = op.input().shape();
    Indexer target = new Indexer(in, Strides.reduced(in, op.axes()), 0);
    double[] sums = new double[op.output().shape().size()];
    for (int i = 0; i < input.length; i++, target.advance()) {
      sums[target.offset()] += input[i];
    }
    float[] out = new float[sums.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (sums[i] * sums.length / input.length);
    }
    return out;
  }
}
