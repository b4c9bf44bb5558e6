package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;

final class TransposeFloat implements FloatKernel<Transpose> {
  @Override
  public float[] run(Transpose op, List<float[]> operands) {
    int[] inputStrides = Strides.rowMajor(op.input().shape());
    int[] strides = op.permutation().stream().mapToInt(axis -> inputStrides[axis]).toArray();
    Indexer from = new Indexer(op.output().shape(), strides, 0);
    float[] out = new float[operands.get(0).length];
    for (int i = 0; i < out.length; i++, from.advance()) {
      out[i] = operands.get(0)[from.offset()];
    }
    return out;
  }
}
