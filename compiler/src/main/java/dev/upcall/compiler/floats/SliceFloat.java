package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Slice;
import java.util.List;

final class SliceFloat implements TensorKernel<Slice> {
  @Override
  public Tensor run(Slice op, List<Tensor> operands) {
    int[] strides = Strides.rowMajor(op.input().shape());
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    return operands.get(0).pick(Indexer.offsets(op.output().shape(), strides, start));
  }
}
