package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a softmax off the graph's outputs: a decision policy works on logits, and computes the
 * probabilities it needs itself. Changes what the graph computes, not which class is largest.
 */
final class LiftSoftmax implements Pass {
  @Override
  public String name() {
    return "lift-softmax";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    graph.ops().forEach(rewriter::emit);
    List<Value> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      Value inner = output;
      // The importer puts reshapes around the softmax of opset 12 and older.
      while (rewriter.producer(inner, Reshape.class).isPresent()) {
        inner = rewriter.producer(inner, Reshape.class).get().input();
      }
      Value logits = rewriter.producer(inner, Softmax.class).map(Softmax::input).orElse(output);
      if (logits.shape().equals(output.shape())) {
        outputs.add(logits);
      } else {
        outputs.add(output);
      }
    }
    return rewriter.build(graph.inputs(), outputs);
  }
}
