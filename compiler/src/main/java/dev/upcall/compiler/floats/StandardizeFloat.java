package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Standardize;
import java.util.List;

/** Two passes: the variance is that of the differences from the mean, as doubles. */
final class StandardizeFloat implements FloatKernel<Standardize> {
  @Override
  public float[] run(Standardize op, List<float[]> operands) {
    float[] input = operands.get(0);
    Shape in = op.input().shape();
    int[] strides = Strides.reduced(in, op.axes());
    int groups = 1;
    for (int axis = 0; axis < in.rank(); axis++) {
      groups *= op.axes().contains(axis) ? 1 : in.dim(axis);
    }
    double count = (double) input.length / groups;
    double[] mean = new double[groups];
    Indexer group = new Indexer(in, strides, 0);
    for (float x : input) {
      mean[group.offset()] += x / count;
      group.advance();
    }
    double[] variance = new double[groups];
    group = new Indexer(in, strides, 0);
    for (float x : input) {
      double difference = x - mean[group.offset()];
      variance[group.offset()] += difference * difference / count;
      group.advance();
    }
    float[] out = new float[input.length];
    group = new Indexer(in, strides, 0);
    for (int i = 0; i < out.length; i++, group.advance()) {
      int g = group.offset();
      out[i] = (float) ((input[i] - mean[g]) / Math.sqrt(variance[g] + op.epsilon()));
    }
    return out;
  }
}
