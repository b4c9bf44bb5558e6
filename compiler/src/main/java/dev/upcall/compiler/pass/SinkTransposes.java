package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;

/**
 * Moves transpositions and reshapes down through the graph until they cancel each other, or end in
 * the weights of a matrix product:
 *
 * <pre>
 * op(transpose(x))                       → transpose(op(x))        for operators without fixed axes
 * transpose(transpose(x))                → one transpose, or none
 * fully_connected(reshape(transpose(x))) → fully_connected(reshape(x)) with its columns reordered
 * </pre>
 *
 * The importer puts a transposition before and behind each spatial operator, so that of the usual
 * convolutional network none is left. {@link Sinking} has the rule of each operator.
 */
final class SinkTransposes implements Pass {
  @Override
  public String name() {
    return "sink-transposes";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    Sinking sinking = new Sinking(rewriter);
    graph.ops().forEach(op -> sinking.sink(rewriter.resolve(op)));
    return rewriter.build();
  }
}
