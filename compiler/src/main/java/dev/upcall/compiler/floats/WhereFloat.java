package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Where;
import java.util.List;

final class WhereFloat implements TensorKernel<Where> {
  @Override
  public Tensor run(Where op, List<Tensor> operands) {
    Shape shape = op.output().shape();
    Tensor condition = Broadcast.to(shape, op.condition(), operands.get(0));
    Tensor left = Broadcast.to(shape, op.left(), operands.get(1));
    Tensor right = Broadcast.to(shape, op.right(), operands.get(2));
    return left.dtype().isInteger()
        ? integers(condition.integers(), left, right)
        : floats(condition.integers(), left.floats(), right.floats());
  }

  private static Tensor integers(long[] condition, Tensor left, Tensor right) {
    long[] out = new long[condition.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = condition[i] != 0 ? left.integers()[i] : right.integers()[i];
    }
    return Tensor.of(left.dtype(), out);
  }

  private static Tensor floats(long[] condition, float[] left, float[] right) {
    float[] out = new float[condition.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = condition[i] != 0 ? left[i] : right[i];
    }
    return Tensor.of(out);
  }
}
