package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** Two operands broadcast to a result's shape, element by element. */
final class Pairs {
  private final Tensor left;
  private final Tensor right;
  private final Value output;

  Pairs(Value left, Value right, Value output, List<Tensor> operands) {
    this.left = Broadcast.to(output.shape(), left, operands.get(0));
    this.right = Broadcast.to(output.shape(), right, operands.get(1));
    this.output = output;
  }

  /** A function of two floats. */
  @FunctionalInterface
  interface FloatFunction {
    float of(float left, float right);
  }

  /** What holds of two floats. */
  @FunctionalInterface
  interface FloatPredicate {
    boolean of(float left, float right);
  }

  /** A tensor of the operands' type, by the function for that type. */
  Tensor combine(FloatFunction floats, LongBinaryOperator integers, Activation activation) {
    if (left.dtype().isInteger()) {
      return integers(integers);
    }
    float[] out = new float[left.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = floats.of(left.floats()[i], right.floats()[i]);
    }
    return Tensor.of(Activations.apply(activation, out));
  }

  /** Booleans. */
  Tensor test(FloatPredicate floats, LongBinaryOperator integers) {
    if (left.dtype().isInteger()) {
      return integers(integers);
    }
    long[] out = new long[left.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = floats.of(left.floats()[i], right.floats()[i]) ? 1 : 0;
    }
    return Tensor.of(DType.BOOL, out);
  }

  private Tensor integers(LongBinaryOperator function) {
    long[] out = new long[left.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = function.applyAsLong(left.integers()[i], right.integers()[i]);
    }
    return Tensor.of(output.type().dtype(), out);
  }
}
