package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.ArgReduce;
import java.util.List;

/** A comparison by which NaN never wins. */
final class ArgReduceFloat implements TensorKernel<ArgReduce> {
  @Override
  public Tensor run(ArgReduce op, List<Tensor> operands) {
    Tensor input = operands.get(0);
    Shape in = op.input().shape();
    int length = in.dim(op.axis());
    int inner = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    long[] out = new long[op.output().shape().size()];
    for (int i = 0; i < out.length; i++) {
      int first = i / inner * inner * length + i % inner;
      for (int k = 1; k < length; k++) {
        if (better(op, input, first + k * inner, first + (int) out[i] * inner)) {
          out[i] = k;
        }
      }
    }
    return Tensor.of(op.index(), out);
  }

  private static boolean better(ArgReduce op, Tensor input, int candidate, int best) {
    int order =
        input.dtype().isInteger()
            ? Long.compare(input.integers()[candidate], input.integers()[best])
            : compare(input.floats()[candidate], input.floats()[best]);
    int wanted = op.kind() == ArgReduce.Kind.MAX ? 1 : -1;
    return order == wanted || (op.last() && order == 0);
  }

  /** Of floats by value: 0 and -0 are equal, as C compares them. */
  private static int compare(float a, float b) {
    return a > b ? 1 : a < b ? -1 : 0;
  }
}
