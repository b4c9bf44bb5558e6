package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.ir.op.Where;
import java.util.List;

/** Operators that compute each element of the result from one of each operand. */
final class FloatElements {
  private FloatElements() {}

  static Layer add(Add op, LayerDraft draft) {
    String value =
        isInteger(op.left()) ? "upcall_whole_add(%1$s, %2$s)" : clamped("%1$s + %2$s", op);
    return broadcast(op, value, draft);
  }

  static Layer binary(Binary op, LayerDraft draft) {
    String value =
        isInteger(op.left())
            ? FloatFunctions.integers(op.kind())
            : clamped(FloatFunctions.floats(op.kind()), op);
    return broadcast(op, value, draft);
  }

  static Layer unary(Unary op, LayerDraft draft) {
    String value = isInteger(op.input()) ? FloatFunctions.integers(op) : FloatFunctions.floats(op);
    return broadcast(op, value, draft);
  }

  static Layer clamp(Clamp op, LayerDraft draft) {
    return broadcast(op, clamped("%1$s", op), draft);
  }

  static Layer where(Where op, LayerDraft draft) {
    return broadcast(op, "(%1$s != 0 ? %2$s : %3$s)", draft);
  }

  static Layer cast(Cast op, LayerDraft draft) {
    boolean truncates = !isInteger(op.input()) && op.type().isInteger();
    if (op.type() == DType.BOOL) {
      return broadcast(op, "(%1$s != 0)", draft);
    }
    String whole = isClipped(op.input(), draft) ? "upcall_whole_of_small" : "upcall_whole_of";
    return broadcast(op, truncates ? whole + "(%1$s)" : "%1$s", draft);
  }

  /** Whether a value has just been clipped to less than int32 holds. */
  private static boolean isClipped(Value value, LayerDraft draft) {
    return draft.producer(value).orElse(null) instanceof Unary unary
        && unary.kind() == UnaryKind.CLIP
        && unary.alpha() > Integer.MIN_VALUE
        && unary.beta() < Integer.MAX_VALUE;
  }

  /** Operands: input, scale, shift, mean, variance. */
  static Layer batchNormalization(BatchNormalization op, LayerDraft draft) {
    String value =
        "(%1$s - %4$s) * (%2$s / upcall_sqrt(%5$s + " + CLiteral.of(op.epsilon()) + ")) + %3$s";
    return broadcast(op, value, draft);
  }

  /** Of all operands, broadcast to the result and in its type. */
  private static Layer broadcast(Op op, String value, LayerDraft draft) {
    DType type = op.output().type().dtype();
    boolean same = op.inputs().get(0).type().dtype() == type && !type.isInteger();
    String typed = same ? value : "(" + CTypes.of(type) + ")" + value;
    LoopNest loops = draft.broadcast(op.inputs().toArray(Value[]::new));
    return draft.nests(List.of(loops.nest(typed, false)));
  }

  private static boolean isInteger(Value value) {
    return value.type().dtype().isInteger();
  }

  /** {@code value} within the bounds of its activation. */
  private static String clamped(String value, Activated op) {
    Activation activation = op.activation();
    return activation == Activation.NONE
        ? value
        : "upcall_clip("
            + value
            + ", "
            + CLiteral.real(activation.min())
            + ", "
            + CLiteral.real(activation.max())
            + ")";
  }
}
