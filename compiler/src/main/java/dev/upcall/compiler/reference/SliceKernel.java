package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Slice;

/** Input and output share their quantisation. */
final class SliceKernel implements Kernel<Slice> {
  @Override
  public int[] run(Slice op, Tensors tensors) {
    int[] input = tensors.elements(op.input());
    int[] strides = Strides.rowMajor(op.input().shape());
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    int[] output = new int[op.output().shape().size()];
    for (int i = 0; i < output.length; i++) {
      output[i] = input[start + Indexing.offset(i, op.output().shape(), strides)];
    }
    return output;
  }
}
