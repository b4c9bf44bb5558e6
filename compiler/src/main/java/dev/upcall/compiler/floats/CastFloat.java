package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Cast;
import java.util.List;

final class CastFloat implements TensorKernel<Cast> {
  @Override
  public Tensor run(Cast op, List<Tensor> operands) {
    Tensor input = operands.get(0);
    if (!op.type().isInteger()) {
      return input.dtype().isInteger() ? toFloats(input.integers()) : input;
    }
    return Tensor.of(
        op.type(),
        input.dtype().isInteger()
            ? input.integers().clone()
            : toIntegers(input.floats(), op.type()));
  }

  private static Tensor toFloats(long[] integers) {
    float[] out = new float[integers.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = integers[i];
    }
    return Tensor.of(out);
  }

  private static long[] toIntegers(float[] floats, DType type) {
    long[] out = new long[floats.length];
    for (int i = 0; i < out.length; i++) {
      // 0.5 is true: only 0 itself is false.
      out[i] = type == DType.BOOL ? (floats[i] == 0 ? 0 : 1) : (long) floats[i];
    }
    return out;
  }
}
