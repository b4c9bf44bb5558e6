package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Gather;

/** Indices are constant; input and output share their quantisation. */
final class GatherKernel implements Kernel<Gather> {
  @Override
  public int[] run(Gather op, Tensors tensors) {
    Shape in = op.input().shape();
    int[] input = tensors.elements(op.input());
    int[] indices = tensors.elements(op.indices());
    int rows = new Shape(in.dims().subList(0, op.axis())).size();
    int length = in.dim(op.axis());
    int run = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    int[] output = new int[op.output().shape().size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (int index : indices) {
        System.arraycopy(input, (row * length + index) * run, output, next, run);
        next += run;
      }
    }
    return output;
  }
}
