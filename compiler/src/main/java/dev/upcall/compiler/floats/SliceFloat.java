package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Slice;
import java.util.List;

final class SliceFloat implements FloatKernel<Slice> {
  @Override
  public float[] run(Slice op, List<float[]> operands) {
    int[] strides = Strides.rowMajor(op.input().shape());
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    Indexer from = new Indexer(op.output().shape(), strides, start);
    float[] out = new float[op.output().shape().size()];
    for (int i = 0; i < out.length; i++, from.advance()) {
      out[i] = operands.get(0)[from.offset()];
    }
    return out;
  }
}
