package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;

final class TransposeFloat implements TensorKernel<Transpose> {
  @Override
  public Tensor run(Transpose op, List<Tensor> operands) {
    int[] inputStrides = Strides.rowMajor(op.input().shape());
    int[] strides = op.permutation().stream().mapToInt(axis -> inputStrides[axis]).toArray();
    return operands.get(0).pick(Indexer.offsets(op.output().shape(), strides, 0));
  }
}
