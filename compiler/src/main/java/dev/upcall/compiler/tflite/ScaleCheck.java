package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.quant.IntegerForm;
import dev.upcall.core.tensor.QParams;
import java.util.EnumSet;
import java.util.Set;

/** Whether integer arithmetic has factors for an operator's scales; a file may hold any floats. */
final class ScaleCheck {
  /** What TFLite computes by a table, or as a table can; others have an arithmetic of their own. */
  private static final Set<UnaryKind> BYTE_FUNCTIONS =
      EnumSet.of(
          UnaryKind.ABS,
          UnaryKind.ELU,
          UnaryKind.EXP,
          UnaryKind.GELU,
          UnaryKind.GELU_TANH,
          UnaryKind.HARD_SWISH,
          UnaryKind.LEAKY_RELU,
          UnaryKind.SIGMOID,
          UnaryKind.TANH);

  private ScaleCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2711
   */
  static void require(Op op, OperatorContext node) {
    if (!op.output().type().isQuantized()) {
      return;
    }
    if (op instanceof Unary unary && op.output().type().dtype() == DType.INT8) {
      if (!BYTE_FUNCTIONS.contains(unary.kind())) {
        throw node.quantization(
            unary.mnemonic() + " of int8", "a function that TFLite has a table of");
      }
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
