package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.quant.BinaryScaling;
import dev.upcall.compiler.quant.ClampRange;

/** With broadcasting over any rank; the arithmetic is {@link BinaryScaling}'s. */
final class BinaryKernel implements Kernel<Binary> {
  @Override
  public int[] run(Binary op, Tensors tensors) {
    Shape out = op.output().shape();
    int[] left = tensors.elements(op.left());
    int[] right = tensors.elements(op.right());
    int leftZero = op.left().type().qparams().zeroPoint();
    int rightZero = op.right().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    BinaryScaling scaling = BinaryScaling.of(op);
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int[] leftStrides = Strides.broadcast(op.left().shape(), out);
    int[] rightStrides = Strides.broadcast(op.right().shape(), out);
    int[] output = new int[out.size()];
    for (int i = 0; i < output.length; i++) {
      int x = left[Indexing.offset(i, out, leftStrides)] - leftZero;
      int y = right[Indexing.offset(i, out, rightStrides)] - rightZero;
      output[i] = range.clamp(scaling.apply(x, y) + outputZero);
    }
    return output;
  }
}
