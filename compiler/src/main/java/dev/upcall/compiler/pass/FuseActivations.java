package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import java.util.Optional;

/** A clamp directly behind an operator that can clamp its own result goes into it. */
final class FuseActivations implements Pass {
  @Override
  public String name() {
    return "fuse-activations";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      Optional<Op> fused = op instanceof Clamp clamp ? fuse(rewriter, clamp) : Optional.empty();
      rewriter.emit(fused.orElse(op));
    }
    return rewriter.build();
  }

  private static Optional<Op> fuse(Rewriter rewriter, Clamp clamp) {
    if (!rewriter.usedOnce(clamp.input())) {
      return Optional.empty();
    }
    return rewriter
        .producer(clamp.input(), Op.class)
        .filter(Activated.class::isInstance)
        .map(
            op -> {
              Activated producer = (Activated) op;
              Activation both = tighter(producer.activation(), clamp.activation());
              return producer.withActivation(both).with(op.inputs(), clamp.output());
            });
  }

  /** Of none, RELU and RELU6 each contains the next. */
  private static Activation tighter(Activation a, Activation b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
