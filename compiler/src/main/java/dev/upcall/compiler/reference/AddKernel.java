package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.quant.AddScaling;
import dev.upcall.compiler.quant.ClampRange;

/** TFLite {@code reference_integer_ops::Add} and its broadcasting form, over any rank. */
final class AddKernel implements Kernel<Add> {
  @Override
  public int[] run(Add op, Tensors tensors) {
    Shape out = op.output().shape();
    int[] left = tensors.elements(op.left());
    int[] right = tensors.elements(op.right());
    int leftZero = op.left().type().qparams().zeroPoint();
    int rightZero = op.right().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    AddScaling scaling = AddScaling.of(op.left().type(), op.right().type(), op.output().type());
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int[] leftStrides = Strides.broadcast(op.left().shape(), out);
    int[] rightStrides = Strides.broadcast(op.right().shape(), out);
    int[] output = new int[out.size()];
    for (int i = 0; i < output.length; i++) {
      int x = left[Indexing.offset(i, out, leftStrides)] - leftZero;
      int y = right[Indexing.offset(i, out, rightStrides)] - rightZero;
      output[i] = range.clamp(scaling.sum(x, y) + outputZero);
    }
    return output;
  }
}
