package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;

/**
 * A graph in the form in which it runs on a device: what kernels are chosen for, what is placed in
 * memory and printed as C.
 */
public sealed interface ExecutableGraph permits QuantGraph, FloatGraph {
  Graph graph();

  /** Bytes that stay from run to run. */
  default int stateBytes() {
    return graph().states().stream().mapToInt(state -> state.value().type().bytes()).sum();
  }

  /** Another graph of the same kind of numbers. */
  default ExecutableGraph with(Graph other) {
    return this instanceof FloatGraph ? new FloatGraph(other) : new QuantGraph(other);
  }
}
