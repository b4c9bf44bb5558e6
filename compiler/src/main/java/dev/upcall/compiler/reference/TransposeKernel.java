package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Transpose;

/** Permutes axes; input and output share their quantisation. */
final class TransposeKernel implements Kernel<Transpose> {
  @Override
  public int[] run(Transpose op, Tensors tensors) {
    Shape out = op.output().shape();
    int[] input = tensors.elements(op.input());
    int[] inputStrides = Strides.rowMajor(op.input().shape());
    int[] strides = new int[out.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = inputStrides[op.permutation().get(axis)];
    }
    int[] output = new int[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = input[Indexing.offset(i, out, strides)];
    }
    return output;
  }
}
