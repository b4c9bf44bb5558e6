package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import java.util.List;
import java.util.Optional;

/** Folds a per-channel affine map into the convolution or matrix product before it. */
final class LinearOps {
  private LinearOps() {}

  /**
   * The linear operator that computes {@code value}, if nothing else reads it and it has no clamp.
   */
  static Optional<Op> plainProducer(Rewriter rewriter, Value value) {
    return rewriter
        .producer(value, Op.class)
        .filter(op -> op instanceof Linear linear && isPlain(rewriter, linear))
        .filter(op -> rewriter.usedOnce(value));
  }

  private static boolean isPlain(Rewriter rewriter, Linear op) {
    return op.activation() == Activation.NONE
        && rewriter.isConstant(op.weights())
        && rewriter.isConstant(op.bias());
  }

  /**
   * {@code op}, which is {@link Linear}, followed by {@code map}, as one operator.
   *
   * @param output what the operator after it defined
   */
  static Op scaled(Rewriter rewriter, Op op, AffineMap map, Value output) {
    Linear linear = (Linear) op;
    float[] weights = rewriter.floats(linear.weights());
    float[] bias = rewriter.floats(linear.bias());
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * map.factor()[linear.outputChannel(i)]);
    }
    for (int c = 0; c < bias.length; c++) {
      bias[c] = (float) (bias[c] * map.factor()[c] + map.offset()[c]);
    }
    Value w = rewriter.constant(linear.weights().name(), linear.weights().shape(), weights);
    Value b = rewriter.constant(linear.bias().name(), linear.bias().shape(), bias);
    return op.with(List.of(linear.input(), w, b), output);
  }
}
