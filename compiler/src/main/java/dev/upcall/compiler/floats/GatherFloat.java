package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Gather;
import java.util.List;

final class GatherFloat implements FloatKernel<Gather> {
  @Override
  public float[] run(Gather op, List<float[]> operands) {
    Shape in = op.input().shape();
    float[] indices = operands.get(1);
    int rows = new Shape(in.dims().subList(0, op.axis())).size();
    int length = in.dim(op.axis());
    int run = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    float[] out = new float[op.output().shape().size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (float index : indices) {
        int at = Math.min(length - 1, Math.max(0, (int) index));
        System.arraycopy(operands.get(0), (row * length + at) * run, out, next, run);
        next += run;
      }
    }
    return out;
  }
}
