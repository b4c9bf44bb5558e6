package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.ArgReduce;

/** Indices as integers of scale 1; TFLite {@code reference_ops::ArgMinMax}. */
final class ArgReduceKernel implements Kernel<ArgReduce> {
  @Override
  public int[] run(ArgReduce op, Tensors tensors) {
    Shape in = op.input().shape();
    int[] input = tensors.elements(op.input());
    int depth = in.dim(op.axis());
    int inner = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    int sign = op.kind() == ArgReduce.Kind.MAX ? 1 : -1;
    int[] output = new int[op.output().shape().size()];
    for (int i = 0; i < output.length; i++) {
      int first = i / inner * depth * inner + i % inner;
      int best = 0;
      for (int k = 1; k < depth; k++) {
        int difference = sign * (input[first + k * inner] - input[first + best * inner]);
        if (difference > 0 || difference == 0 && op.last()) {
          best = k;
        }
      }
      output[i] = best;
    }
    return output;
  }
}
