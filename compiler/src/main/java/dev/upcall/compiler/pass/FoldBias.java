package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Op;
import java.util.Arrays;
import java.util.Optional;

/**
 * A constant per channel (or one for all) added directly behind a convolution or matrix product
 * goes into its bias.
 */
final class FoldBias implements Pass {
  @Override
  public String name() {
    return "fold-bias";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      rewriter.emit(op instanceof Add add ? fold(rewriter, add) : op);
    }
    return rewriter.build();
  }

  private static Op fold(Rewriter rewriter, Add add) {
    boolean constantLeft = rewriter.isConstant(add.left());
    Value constant = constantLeft ? add.left() : add.right();
    Value other = constantLeft ? add.right() : add.left();
    Optional<Op> linear = LinearOps.plainProducer(rewriter, other);
    if (linear.isEmpty()
        || !rewriter.isConstant(constant)
        || add.activation() != Activation.NONE
        || !isPerChannel(constant.shape(), other.shape())) {
      return add;
    }
    float[] elements = rewriter.floats(constant);
    double[] offset = new double[other.shape().dim(-1)];
    for (int c = 0; c < offset.length; c++) {
      offset[c] = elements[elements.length == 1 ? 0 : c];
    }
    double[] factor = new double[offset.length];
    Arrays.fill(factor, 1);
    return LinearOps.scaled(rewriter, linear.get(), new AffineMap(factor, offset), add.output());
  }

  /** All axes but the last have one element, and broadcasting does not enlarge the other side. */
  private static boolean isPerChannel(Shape constant, Shape other) {
    int size = constant.size();
    return constant.rank() <= other.rank()
        && (size == 1 || (size == other.dim(-1) && constant.dim(-1) == size));
  }
}
