package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import java.util.ArrayList;
import java.util.List;

/** Copies runs of elements; all operands are quantised like the output. */
final class ConcatKernel implements Kernel<Concat> {
  @Override
  public int[] run(Concat op, Tensors tensors) {
    Shape out = op.output().shape();
    int rows = new Shape(out.dims().subList(0, op.axis())).size();
    List<int[]> operands = new ArrayList<>();
    for (Value operand : op.inputs()) {
      operands.add(tensors.elements(operand));
    }
    int[] output = new int[out.size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (int[] operand : operands) {
        int length = operand.length / rows;
        System.arraycopy(operand, row * length, output, next, length);
        next += length;
      }
    }
    return output;
  }
}
