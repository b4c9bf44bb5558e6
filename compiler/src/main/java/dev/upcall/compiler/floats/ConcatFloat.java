package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Concat;
import java.util.List;

/** Copies each operand's runs of elements, from {@code axis} on, in turn. */
final class ConcatFloat implements FloatKernel<Concat> {
  @Override
  public float[] run(Concat op, List<float[]> operands) {
    Shape out = op.output().shape();
    int rows = new Shape(out.dims().subList(0, op.axis())).size();
    float[] result = new float[out.size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (float[] operand : operands) {
        int length = operand.length / rows;
        System.arraycopy(operand, row * length, result, next, length);
        next += length;
      }
    }
    return result;
  }
}
