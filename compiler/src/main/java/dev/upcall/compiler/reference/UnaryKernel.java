package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.quant.ByteFunction;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.LeakyScaling;
import dev.upcall.compiler.quant.ShortCurve;

/** Of int8 the table of the function; of int16 leaky ReLU, sigmoid and tanh. */
final class UnaryKernel implements Kernel<Unary> {
  @Override
  public int[] run(Unary op, Tensors tensors) {
    int[] input = tensors.elements(op.input());
    int[] output = new int[input.length];
    if (op.kind() == UnaryKind.LEAKY_RELU && op.output().type().dtype() == DType.INT16) {
      LeakyScaling scaling =
          LeakyScaling.of(op.input().type().qparams(), op.output().type().qparams(), op.alpha());
      int zero = op.input().type().qparams().zeroPoint();
      ClampRange range = ClampRange.of(Activation.NONE, op.output().type());
      for (int i = 0; i < input.length; i++) {
        output[i] = range.clamp(scaling.apply(input[i] - zero));
      }
      return output;
    }
    if (op.output().type().dtype() == DType.INT16) {
      ShortCurve curve = ShortCurve.of(op);
      for (int i = 0; i < input.length; i++) {
        output[i] = curve.apply(input[i]);
      }
      return output;
    }
    byte[] table = ByteFunction.of(op);
    for (int i = 0; i < input.length; i++) {
      output[i] = table[input[i] + 128];
    }
    return output;
  }
}
