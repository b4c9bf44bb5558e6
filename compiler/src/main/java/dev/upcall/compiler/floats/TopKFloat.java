package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.TopK;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

final class TopKFloat implements FloatKernel<TopK> {
  @Override
  public float[] run(TopK op, List<float[]> operands) {
    float[] input = operands.get(0);
    int depth = op.input().shape().dim(-1);
    float[] out = new float[op.output().shape().size()];
    for (int row = 0; row * op.k() < out.length; row++) {
      int first = row * depth;
      Comparator<Integer> order = Comparator.comparing(i -> input[first + i]);
      // The sort is stable, so that equal elements keep the order of their indices.
      List<Integer> sorted =
          IntStream.range(0, depth)
              .boxed()
              .sorted(op.largest() ? order.reversed() : order)
              .limit(op.k())
              .toList();
      for (int i = 0; i < op.k(); i++) {
        int index = sorted.get(i);
        out[row * op.k() + i] = op.indices() ? index : input[first + index];
      }
    }
    return out;
  }
}
