package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Op;
import java.util.Optional;

/**
 * Batch normalisation directly behind a convolution or matrix product goes into its weights and
 * bias: with f = scale / sqrt(variance + epsilon), w' = w f and b' = (b - mean) f + shift.
 */
final class FoldBatchNorm implements Pass {
  @Override
  public String name() {
    return "fold-batch-norm";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      if (op instanceof BatchNormalization norm) {
        Optional<Op> linear = LinearOps.plainProducer(rewriter, norm.input());
        if (linear.isPresent()) {
          AffineMap map = AffineMap.of(rewriter, norm);
          rewriter.emit(LinearOps.scaled(rewriter, linear.get(), map, norm.output()));
          continue;
        }
      }
      rewriter.emit(op);
    }
    return rewriter.build();
  }
}
