package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Concat;
import java.util.List;

/** Picks each operand's runs of elements, from {@code axis} on, in turn. */
final class ConcatFloat implements TensorKernel<Concat> {
  @Override
  public Tensor run(Concat op, List<Tensor> operands) {
    Shape out = op.output().shape();
    int rows = new Shape(out.dims().subList(0, op.axis())).size();
    int[] indices = new int[out.size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      int start = 0;
      for (Tensor operand : operands) {
        int length = operand.size() / rows;
        for (int i = 0; i < length; i++) {
          indices[next++] = start + row * length + i;
        }
        start += operand.size();
      }
    }
    return Tensor.join(operands).pick(indices);
  }
}
