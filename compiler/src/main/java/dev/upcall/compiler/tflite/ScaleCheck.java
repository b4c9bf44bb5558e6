package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.quant.IntegerForm;
import dev.upcall.core.tensor.QParams;

/** Whether integer arithmetic has factors for an operator's scales; a file may hold any floats. */
final class ScaleCheck {
  private ScaleCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2711
   */
  static void require(Op op, OperatorContext node) {
    if (!op.output().type().isQuantized()) {
      return;
    }
    if (op instanceof Unary unary && op.output().type().dtype() == DType.INT8) {
      requireFixed(unary, UnaryKind.SIGMOID, new QParams(1f / 256, -128), node);
      requireFixed(unary, UnaryKind.TANH, new QParams(1f / 128, 0), node);
    }
    try {
      IntegerForm.require(op);
    } catch (IllegalArgumentException e) {
      throw node.quantization(
          e.getMessage(), "what TFLite computes in integers, at scales of like magnitude");
    }
  }

  /** Of int8 TFLite computes these to one scale only. */
  private static void requireFixed(Unary op, UnaryKind kind, QParams output, OperatorContext node) {
    QParams found = op.output().type().qparams();
    if (op.kind() == kind && !found.equals(output)) {
      throw node.quantization("output " + found, output.toString());
    }
  }
}
