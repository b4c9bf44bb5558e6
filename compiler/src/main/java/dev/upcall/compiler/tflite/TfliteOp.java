package dev.upcall.compiler.tflite;

/** How one TFLite operator becomes operators of the graph. */
interface TfliteOp {
  OpSpec spec();

  /**
   * Adds operators for {@code node} and defines its output.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is malformed or not supported
   * @throws dev.upcall.compiler.ir.ShapeException if the operands do not fit together
   */
  void convert(OperatorContext node);
}
