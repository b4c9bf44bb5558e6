package dev.upcall.compiler.onnx;

/**
 * How one ONNX operator, in the versions its {@link OpSpec} names, becomes operators of the graph.
 */
interface OnnxOp {
  OpSpec spec();

  /**
   * Adds operators for {@code node} and sets its result.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is malformed or not supported
   * @throws dev.upcall.compiler.ir.ShapeException if the operands do not fit together
   */
  void convert(NodeContext node);
}
