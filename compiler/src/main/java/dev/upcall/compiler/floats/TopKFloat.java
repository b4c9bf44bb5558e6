package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.TopK;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

final class TopKFloat implements TensorKernel<TopK> {
  @Override
  public Tensor run(TopK op, List<Tensor> operands) {
    Tensor input = operands.get(0);
    int depth = op.input().shape().dim(-1);
    int[] picked = new int[op.output().shape().size()];
    long[] indices = new long[picked.length];
    for (int row = 0; row * op.k() < picked.length; row++) {
      int first = row * depth;
      Comparator<Integer> order =
          input.dtype().isInteger()
              ? Comparator.comparing(i -> input.integers()[first + i])
              : Comparator.comparing(i -> input.floats()[first + i]);
      // The sort is stable, so that equal elements keep the order of their indices.
      List<Integer> sorted =
          IntStream.range(0, depth)
              .boxed()
              .sorted(op.largest() ? order.reversed() : order)
              .limit(op.k())
              .toList();
      for (int i = 0; i < op.k(); i++) {
        picked[row * op.k() + i] = first + sorted.get(i);
        indices[row * op.k() + i] = sorted.get(i);
      }
    }
    return op.indices() ? Tensor.of(DType.INT32, indices) : input.pick(picked);
  }
}
