package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.ProductScaling;

/**
 * TFLite {@code reference_ops::BatchMatMul} of int8 and int16 ({@code
 * kernels/internal/reference/batch_matmul.h}): 32-bit sums that wrap, 64-bit ones of int16.
 */
final class MatMulKernel implements Kernel<MatMul> {
  @Override
  public int[] run(MatMul op, Tensors tensors) {
    int[] left = tensors.elements(op.left());
    int[] right = tensors.elements(op.right());
    Shape out = op.output().shape();
    int rows = out.dim(-2);
    int columns = out.dim(-1);
    int depth = op.left().shape().dim(-1);
    Shape batches = leading(out);
    int[] leftStrides = Strides.broadcast(leading(op.left().shape()), batches);
    int[] rightStrides = Strides.broadcast(leading(op.right().shape()), batches);
    ProductScaling scaling = ProductScaling.of(op);
    ClampRange range = ClampRange.of(Activation.NONE, op.output().type());
    int leftZero = op.left().type().qparams().zeroPoint();
    int rightZero = op.right().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    int[] output = new int[out.size()];
    for (int i = 0; i < output.length; i++) {
      int batch = i / (rows * columns);
      int row = Indexing.offset(batch, batches, leftStrides) * rows + i / columns % rows;
      int first = Indexing.offset(batch, batches, rightStrides) * depth * columns + i % columns;
      long sum = 0;
      for (int k = 0; k < depth; k++) {
        long y = right[first + k * columns] - rightZero;
        sum += (left[row * depth + k] - leftZero) * y;
      }
      output[i] = range.clamp(scaling.apply(sum) + outputZero);
    }
    return output;
  }

  private static Shape leading(Shape shape) {
    return new Shape(shape.dims().subList(0, shape.rank() - 2));
  }
}
