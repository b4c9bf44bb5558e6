package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Operators that make one element of many along some axes. */
final class FloatFolds {
  private FloatFolds() {}

  static Layer mean(Mean op, LayerDraft draft) {
    int count = op.input().shape().size() / op.output().shape().size();
    String value = "state / " + CLiteral.of((float) count);
    LoopNest loops = reduced(op.input(), op.axes(), draft);
    return draft.nests(List.of(loops.fold("float", "0.0f", "state + %1$s", value)));
  }

  static Layer reduce(Reduce op, LayerDraft draft) {
    LoopNest loops = reduced(op.input(), op.axes(), draft);
    DType dtype = op.input().type().dtype();
    return draft.nests(
        List.of(
            dtype.isInteger()
                ? loops.fold(
                    "int64_t",
                    integerStart(op.kind(), dtype),
                    integerStep(op.kind()),
                    "(" + CTypes.of(dtype) + ")state")
                : loops.fold("float", start(op.kind()), step(op.kind()), end(op.kind()))));
  }

  private static String start(ReduceKind kind) {
    return switch (kind) {
      case LOG_SUM_EXP, MAX -> "-UPCALL_INFINITY";
      case MIN -> "UPCALL_INFINITY";
      case PROD -> "1.0f";
      case L1, L2, LOG_SUM, SUM, SUM_SQUARE -> "0.0f";
    };
  }

  private static String step(ReduceKind kind) {
    return switch (kind) {
      case L1 -> "state + upcall_abs(%1$s)";
      case L2, SUM_SQUARE -> "state + %1$s * %1$s";
      case LOG_SUM, SUM -> "state + %1$s";
      case LOG_SUM_EXP -> "upcall_log_add(state, %1$s)";
      case MAX -> "upcall_max(state, %1$s)";
      case MIN -> "upcall_min(state, %1$s)";
      case PROD -> "state * %1$s";
    };
  }

  private static String end(ReduceKind kind) {
    return switch (kind) {
      case L2 -> "upcall_sqrt(state)";
      case LOG_SUM -> "upcall_log(state)";
      default -> "state";
    };
  }

  private static String integerStart(ReduceKind kind, DType dtype) {
    return switch (kind) {
      case MAX -> CLiteral.of(dtype.lowest());
      case MIN -> CLiteral.of(dtype.highest());
      case PROD -> "1";
      default -> "0";
    };
  }

  private static String integerStep(ReduceKind kind) {
    return switch (kind) {
      case L1 -> "upcall_whole_add(state, upcall_whole_abs(%1$s))";
      case SUM_SQUARE -> "upcall_whole_add(state, upcall_whole_mul(%1$s, %1$s))";
      case SUM -> "upcall_whole_add(state, %1$s)";
      case MAX -> "upcall_whole_max(state, %1$s)";
      case MIN -> "upcall_whole_min(state, %1$s)";
      case PROD -> "upcall_whole_mul(state, %1$s)";
      case L2, LOG_SUM, LOG_SUM_EXP -> throw new IllegalStateException(kind + " of integers");
    };
  }

  /** Runs before the axis, runs behind it; the state is the index of the best so far. */
  static Layer argReduce(ArgReduce op, LayerDraft draft) {
    Shape in = op.input().shape();
    int length = in.dim(op.axis());
    int inner = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    String element = "x0[(i0 * " + length + " + %s) * " + inner + " + i1]";
    String worse = op.kind() == ArgReduce.Kind.MAX ? "<" : ">";
    String step =
        op.last()
            ? element.formatted("i2")
                + " "
                + worse
                + " "
                + element.formatted("state")
                + " ? state : i2"
            : element.formatted("state")
                + " "
                + worse
                + " "
                + element.formatted("i2")
                + " ? i2 : state";
    return draft.nests(
        List.of(
            new CNest(
                "    ",
                draft.pointers(op.input()),
                draft.target(),
                List.of(
                    new CLoop("i0", op.output().shape().size() / inner, "    "),
                    new CLoop("i1", inner, "        ")),
                Optional.of(
                    new CNest.Fold(
                        "int32_t",
                        "0",
                        List.of(new CLoop("i2", length, "            ")),
                        "                ",
                        step)),
                "            ",
                "i0 * " + inner + " + i1",
                "(" + CTypes.of(op.index()) + ")state")));
  }

  /** Rows and columns of the result, and inside of them the axis that both operands share. */
  static Layer matMul(MatMul op, LayerDraft draft) {
    Shape out = op.output().shape();
    int[] to = Strides.rowMajor(out);
    int[] left = matrices(op.left(), out);
    int[] right = matrices(op.right(), out);
    int depth = op.left().shape().dim(-1);
    int columns = op.right().shape().dim(-1);
    LoopNest loops = draft.loops(op.left(), op.right());
    for (int axis = 0; axis < out.rank() - 2; axis++) {
      loops.axis(out.dim(axis), to[axis], left[axis], right[axis]);
    }
    loops.axis(out.dim(-2), columns, depth, 0);
    loops.axis(columns, 1, 0, 1);
    loops.foldedAxis(depth, 0, 1, columns);
    return draft.nests(List.of(loops.fold("float", "0.0f", "state + %1$s * %2$s", "state")));
  }

  /** Strides of an operand's matrices along the leading axes of the result. */
  private static int[] matrices(Value operand, Shape out) {
    int leading = operand.shape().rank() - 2;
    Shape own = new Shape(operand.shape().dims().subList(0, leading));
    Shape shared = new Shape(out.dims().subList(0, out.rank() - 2));
    int[] strides = Strides.broadcast(own, shared);
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] *= operand.shape().dim(-2) * operand.shape().dim(-1);
    }
    return strides;
  }

  /** Loops over what is left of {@code input}, and inside of them over {@code axes}. */
  private static LoopNest reduced(Value input, Collection<Integer> axes, LayerDraft draft) {
    Shape shape = input.shape();
    int[] from = Strides.rowMajor(shape);
    int[] to = Strides.reduced(shape, axes);
    LoopNest loops = draft.loops(input);
    for (int axis = 0; axis < from.length; axis++) {
      if (axes.contains(axis)) {
        loops.foldedAxis(shape.dim(axis), 0, from[axis]);
      } else {
        loops.axis(shape.dim(axis), to[axis], from[axis]);
      }
    }
    return loops;
  }
}
