package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;

/** One step from graph to graph that keeps what the graph computes, unless it says otherwise. */
interface Pass {
  /** As in the names of dumped files, e.g. {@code fold-batch-norm}. */
  String name();

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException with a code UP21xx if the model cannot be
   *     brought into the needed form
   */
  Graph run(Graph graph);
}
