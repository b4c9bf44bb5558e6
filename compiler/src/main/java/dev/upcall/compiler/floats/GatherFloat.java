package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Gather;
import java.util.List;

final class GatherFloat implements TensorKernel<Gather> {
  @Override
  public Tensor run(Gather op, List<Tensor> operands) {
    Shape in = op.input().shape();
    int rows = new Shape(in.dims().subList(0, op.axis())).size();
    int length = in.dim(op.axis());
    int run = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    int[] picked = new int[op.output().shape().size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (long index : operands.get(1).integers()) {
        long fromFront = index < 0 ? index + length : index;
        int at = (int) Math.min(length - 1, Math.max(0, fromFront));
        for (int i = 0; i < run; i++) {
          picked[next++] = (row * length + at) * run + i;
        }
      }
    }
    return operands.get(0).pick(picked);
  }
}
