package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Mean;
import java.util.List;

final class MeanFloat implements FloatKernel<Mean> {
  @Override
  public float[] run(Mean op, List<float[]> operands) {
    float[] input = operands.get(0);
    Shape in = op.input().shape();
    Indexer target = new Indexer(in, outputStrides(in, op.axes()), 0);
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

  /** For each input axis, how far a step moves in the output: reduced axes do not. */
  private static int[] outputStrides(Shape in, List<Integer> reduced) {
    int[] strides = new int[in.rank()];
    int step = 1;
    for (int axis = in.rank() - 1; axis >= 0; axis--) {
      if (!reduced.contains(axis)) {
        strides[axis] = step;
        step *= in.dim(axis);
      }
    }
    return strides;
  }
}
