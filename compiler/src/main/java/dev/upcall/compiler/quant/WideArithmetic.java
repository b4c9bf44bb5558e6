package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.Optional;
import java.util.Set;

/** What there is of int16: TFLite's 16x8 kernels, as far as they are ours too. */
final class WideArithmetic {
  private static final Set<Class<? extends Op>> ALWAYS =
      Set.of(
          Add.class,
          AveragePool2D.class,
          Clamp.class,
          Concat.class,
          Gather.class,
          MaxPool2D.class,
          Mean.class,
          Reshape.class,
          Slice.class,
          Transpose.class);

  private WideArithmetic() {}

  /** Whether an operator's output is within -1..1 and quantised so. */
  static boolean isUnit(Op op) {
    return op instanceof Softmax
        || op instanceof Unary unary
            && Set.of(UnaryKind.SIGMOID, UnaryKind.TANH).contains(unary.kind());
  }

  /** Why an operator cannot be computed with int16 activations; empty where it can. */
  static Optional<String> missing(Op op) {
    try {
      if (op instanceof Softmax softmax) {
        ShortSoftmax.of(softmax);
      } else if (isUnit(op)) {
        ShortCurve.of((Unary) op);
      } else if (op instanceof Binary binary) {
        BinaryScaling.of(binary);
      }
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
    boolean here =
        isUnit(op)
            || ALWAYS.contains(op.getClass())
            || op instanceof Linear
            || op instanceof Binary binary
                && Set.of(BinaryKind.SUB, BinaryKind.MUL).contains(binary.kind())
            || op instanceof Pad pad && pad.value() == 0
            || op instanceof Unary unary && unary.kind() == UnaryKind.LEAKY_RELU;
    return here ? Optional.empty() : Optional.of(op.mnemonic() + " of int16 activations");
  }
}
