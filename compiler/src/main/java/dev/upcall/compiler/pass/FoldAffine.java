package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Op;
import java.util.Optional;

/**
 * A constant per channel (or one for all) that is added, subtracted, multiplied or divided by
 * directly behind a convolution or matrix product goes into its weights and bias.
 */
final class FoldAffine implements Pass {
  @Override
  public String name() {
    return "fold-affine";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      rewriter.emit(isAffine(op) ? fold(rewriter, op) : op);
    }
    return rewriter.build();
  }

  private static boolean isAffine(Op op) {
    return op instanceof Add
        || (op instanceof Binary binary
            && (binary.kind() == BinaryKind.SUB
                || binary.kind() == BinaryKind.MUL
                || binary.kind() == BinaryKind.DIV));
  }

  private static Op fold(Rewriter rewriter, Op op) {
    boolean constantLeft = rewriter.isConstant(op.inputs().get(0));
    Value constant = op.inputs().get(constantLeft ? 0 : 1);
    Value other = op.inputs().get(constantLeft ? 1 : 0);
    Optional<Op> linear = LinearOps.plainProducer(rewriter, other);
    if (linear.isEmpty()
        || !rewriter.isConstant(constant)
        || ((Activated) op).activation() != Activation.NONE
        || !isPerChannel(constant.shape(), other.shape())) {
      return op;
    }
    float[] elements = rewriter.floats(constant);
    double[] factor = new double[other.shape().dim(-1)];
    double[] offset = new double[factor.length];
    for (int c = 0; c < offset.length; c++) {
      double k = elements[elements.length == 1 ? 0 : c];
      factor[c] = factor(op, k, constantLeft);
      offset[c] = offset(op, k, constantLeft);
      if (!Double.isFinite(factor[c])) {
        return op; // divided by 0, or a constant divided by the product
      }
    }
    return LinearOps.scaled(rewriter, linear.get(), new AffineMap(factor, offset), op.output());
  }

  private static double factor(Op op, double k, boolean constantLeft) {
    if (op instanceof Binary binary) {
      return switch (binary.kind()) {
        case SUB -> constantLeft ? -1 : 1;
        case MUL -> k;
        default -> constantLeft ? Double.NaN : 1 / k;
      };
    }
    return 1;
  }

  private static double offset(Op op, double k, boolean constantLeft) {
    if (op instanceof Binary binary) {
      return binary.kind() == BinaryKind.SUB ? (constantLeft ? k : -k) : 0;
    }
    return k;
  }

  /** All axes but the last have one element, and broadcasting does not enlarge the other side. */
  private static boolean isPerChannel(Shape constant, Shape other) {
    int size = constant.size();
    return constant.rank() <= other.rank()
        && (size == 1 || (size == other.dim(-1) && constant.dim(-1) == size));
  }
}
