package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.quant.AddScaling;
import dev.upcall.compiler.quant.ClampRange;

/** TFLite {@code reference_integer_ops::Add} and its broadcasting form, over any rank. */
final class AddKernel implements Kernel<Add> {
  @Override
  public byte[] run(Add op, Tensors tensors) {
    Shape out = op.output().shape();
    byte[] left = tensors.bytes(op.left());
    byte[] right = tensors.bytes(op.right());
    int leftZero = op.left().type().qparams().zeroPoint();
    int rightZero = op.right().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    AddScaling scaling =
        AddScaling.of(
            op.left().type().qparams(), op.right().type().qparams(), op.output().type().qparams());
    ClampRange range = ClampRange.of(op.activation(), op.output().type().qparams());
    int[] leftStrides = Strides.broadcast(op.left().shape(), out);
    int[] rightStrides = Strides.broadcast(op.right().shape(), out);
    byte[] output = new byte[out.size()];
    for (int i = 0; i < output.length; i++) {
      int x = left[Indexing.offset(i, out, leftStrides)] - leftZero;
      int y = right[Indexing.offset(i, out, rightStrides)] - rightZero;
      int sum =
          scaling.left().apply(x << AddScaling.LEFT_SHIFT)
              + scaling.right().apply(y << AddScaling.LEFT_SHIFT);
      output[i] = range.clamp(scaling.output().apply(sum) + outputZero);
    }
    return output;
  }
}
