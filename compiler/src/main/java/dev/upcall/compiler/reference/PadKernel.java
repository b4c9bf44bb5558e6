package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Pad;
import java.util.Arrays;

/**
 * Constant padding; input and output share their quantisation, in which the constant is written.
 */
final class PadKernel implements Kernel<Pad> {
  @Override
  public int[] run(Pad op, Tensors tensors) {
    Shape in = op.input().shape();
    int[] input = tensors.elements(op.input());
    int[] output = new int[op.output().shape().size()];
    Arrays.fill(output, op.output().type().qparams().quantize(op.value()));
    int[] strides = Strides.rowMajor(op.output().shape());
    int base = 0;
    for (int axis = 0; axis < in.rank(); axis++) {
      base += op.padding().get(axis).before() * strides[axis];
    }
    for (int i = 0; i < input.length; i++) {
      output[base + Indexing.offset(i, in, strides)] = input[i];
    }
    return output;
  }
}
