package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Unary;

/**
 * C expressions of elementwise functions: {@code %1$s} and {@code %2$s} stand for the operands'
 * elements. Those of integers are of type int64_t.
 */
final class FloatFunctions {
  private FloatFunctions() {}

  static String floats(Unary op) {
    String a = CLiteral.real(op.alpha());
    String b = CLiteral.real(op.beta());
    return switch (op.kind()) {
      case ABS,
          CEIL,
          ERF,
          EXP,
          FLOOR,
          GELU,
          GELU_TANH,
          LOG,
          ROUND,
          SIGMOID,
          SIGN,
          SOFTPLUS,
          SQRT,
          TANH,
          MISH,
          SOFTSIGN,
          HARD_SWISH ->
          "upcall_" + op.mnemonic() + "(%1$s)";
      case CELU, ELU, LEAKY_RELU -> "upcall_" + op.mnemonic() + "(%1$s, " + a + ")";
      case CLIP -> "upcall_clip(%1$s, " + a + ", " + b + ")";
      case HARD_SIGMOID -> "upcall_clip(" + a + " * %1$s + " + b + ", 0.0f, 1.0f)";
      case FAKE_QUANTIZE ->
          "(upcall_clip(upcall_round(%1$s / "
              + a
              + ") + "
              + b
              + ", -128.0f, 127.0f) - "
              + b
              + ") * "
              + a;
      case NEG -> "-%1$s";
      case RECIPROCAL -> "1.0f / %1$s";
      case RSQRT -> "1.0f / upcall_sqrt(%1$s)";
      case SELU -> b + " * upcall_elu(%1$s, " + a + ")";
      case THRESHOLDED_RELU -> "%1$s > " + a + " ? %1$s : 0.0f";
      case NOT -> throw new IllegalStateException("not of floats");
    };
  }

  static String integers(Unary op) {
    return switch (op.kind()) {
      case ABS -> "upcall_whole_abs(%1$s)";
      case CLIP ->
          "upcall_whole_min(upcall_whole_max(%1$s, "
              + CLiteral.of((long) op.alpha())
              + "), "
              + CLiteral.of((long) op.beta())
              + ")";
      case NEG -> "upcall_whole_sub(0, %1$s)";
      case NOT -> "(%1$s ^ 1)";
      case SIGN -> "upcall_whole_sign(%1$s)";
      default -> throw new IllegalStateException(op.mnemonic() + " of integers");
    };
  }

  static String floats(BinaryKind kind) {
    return switch (kind) {
      case DIV -> "%1$s / %2$s";
      case MAX -> "upcall_max(%1$s, %2$s)";
      case MIN -> "upcall_min(%1$s, %2$s)";
      case MUL -> "%1$s * %2$s";
      case POW -> "upcall_pow(%1$s, %2$s)";
      case PRELU -> "upcall_leaky_relu(%1$s, %2$s)";
      case SQUARED_DIFFERENCE -> "upcall_squared_difference(%1$s, %2$s)";
      case SUB -> "%1$s - %2$s";
      default -> predicate(kind);
    };
  }

  static String integers(BinaryKind kind) {
    return switch (kind) {
      case DIV -> "upcall_whole_div(%1$s, %2$s)";
      case MAX -> "upcall_whole_max(%1$s, %2$s)";
      case MIN -> "upcall_whole_min(%1$s, %2$s)";
      case MUL -> "upcall_whole_mul(%1$s, %2$s)";
      case POW -> "upcall_whole_pow(%1$s, %2$s)";
      case PRELU -> "upcall_whole_prelu(%1$s, %2$s)";
      case SQUARED_DIFFERENCE -> "upcall_whole_squared_difference(%1$s, %2$s)";
      case SUB -> "upcall_whole_sub(%1$s, %2$s)";
      default -> predicate(kind);
    };
  }

  /** The same for all types; logic is of booleans only. */
  private static String predicate(BinaryKind kind) {
    return switch (kind) {
      case AND -> "(%1$s & %2$s)";
      case EQUAL -> "(%1$s == %2$s)";
      case GREATER -> "(%1$s > %2$s)";
      case GREATER_OR_EQUAL -> "(%1$s >= %2$s)";
      case LESS -> "(%1$s < %2$s)";
      case LESS_OR_EQUAL -> "(%1$s <= %2$s)";
      case NOT_EQUAL -> "(%1$s != %2$s)";
      case OR -> "(%1$s | %2$s)";
      case XOR -> "(%1$s ^ %2$s)";
      default -> throw new IllegalStateException(kind + " is no predicate");
    };
  }
}
