package dev.upcall.compiler.onnx;

import dev.upcall.compiler.floats.FloatKernels;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.List;

/**
 * Computes while importing what exporters compute of shapes: vectors of a few elements. All else
 * that follows from constants, weights above all, is left to the pass that folds them.
 */
final class SmallConstants {
  private static final int MAX_ELEMENTS = 64;

  private SmallConstants() {}

  /**
   * @param added output of the operator that was added last
   * @return {@code added}, or the constant that it is
   */
  static Value fold(GraphBuilder builder, Value added) {
    if (!builder.isConstantExpression(added) || !isSmall(added)) {
      return added;
    }
    Op op = builder.removeLast();
    if (!op.inputs().stream().allMatch(v -> builder.isConstant(v) && isSmall(v))) {
      builder.add(op);
      return added;
    }
    List<Tensor> operands = op.inputs().stream().map(v -> Tensor.of(builder.data(v))).toList();
    Tensor result = new FloatKernels().run(op, operands);
    return builder.constant(added.name(), added.shape(), result.toConstant());
  }

  private static boolean isSmall(Value value) {
    return value.shape().rank() <= 1 && value.shape().size() <= MAX_ELEMENTS;
  }
}
