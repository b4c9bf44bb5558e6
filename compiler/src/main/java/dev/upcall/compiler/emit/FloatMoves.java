package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that move elements and compute nothing. */
final class FloatMoves {
  /** The operand's element. */
  private static final String COPY = "%1$s";

  private FloatMoves() {}

  static Layer transpose(Transpose op, LayerDraft draft) {
    int[] from = Strides.rowMajor(op.input().shape());
    int[] to = Strides.rowMajor(op.output().shape());
    LoopNest loops = draft.loops(op.input());
    for (int axis = 0; axis < to.length; axis++) {
      loops.axis(op.output().shape().dim(axis), to[axis], from[op.permutation().get(axis)]);
    }
    return draft.nests(List.of(loops.nest(COPY, false)));
  }

  /** Of what is no view, a copy. */
  static Layer reshape(Reshape op, LayerDraft draft) {
    LoopNest copy = draft.loops(op.input()).axis(op.output().shape().size(), 1, 1);
    return draft.nests(List.of(copy.nest(COPY, false)));
  }

  static Layer slice(Slice op, LayerDraft draft) {
    int[] from = Strides.rowMajor(op.input().shape());
    int[] to = Strides.rowMajor(op.output().shape());
    int start = 0;
    for (int axis = 0; axis < to.length; axis++) {
      start += op.starts().get(axis) * from[axis];
    }
    // Of an empty slice the start may lie behind the last element; nothing is read then.
    LoopNest loops = draft.loops(new int[] {0, start}, op.input());
    for (int axis = 0; axis < to.length; axis++) {
      loops.axis(op.sizes().get(axis), to[axis], from[axis] * op.steps().get(axis));
    }
    return draft.nests(List.of(loops.nest(COPY, false)));
  }

  static Layer concat(Concat op, LayerDraft draft) {
    int[] to = Strides.rowMajor(op.output().shape());
    List<CNest> nests = new ArrayList<>();
    int start = 0;
    for (Value input : op.inputs()) {
      int[] from = Strides.rowMajor(input.shape());
      LoopNest loops = draft.loops(new int[] {start, 0}, input);
      for (int axis = 0; axis < to.length; axis++) {
        loops.axis(input.shape().dim(axis), to[axis], from[axis]);
      }
      if (input.shape().size() > 0) {
        nests.add(loops.nest(COPY, true));
      }
      start += input.shape().dim(op.axis()) * to[op.axis()];
    }
    return draft.nests(nests);
  }

  /** Rows before the axis, indices, runs behind the axis. */
  static Layer gather(Gather op, LayerDraft draft) {
    Shape in = op.input().shape();
    int rows = new Shape(in.dims().subList(0, op.axis())).size();
    int length = in.dim(op.axis());
    int run = in.size() / length / rows;
    int count = op.indices().shape().size();
    String index =
        draft.constant(op.indices()).isPresent()
            ? "x1[i1]"
            : "upcall_index(x1[i1], " + length + ")";
    return draft.nests(
        List.of(
            new CNest(
                "    ",
                draft.pointers(op.input(), op.indices()),
                draft.target(),
                List.of(
                    new CLoop("i0", rows, "    "),
                    new CLoop("i1", count, "        "),
                    new CLoop("i2", run, "            ")),
                Optional.empty(),
                "                ",
                "(i0 * " + count + " + i1) * " + run + " + i2",
                "x0[(i0 * " + length + " + " + index + ") * " + run + " + i2]")));
  }

  /** Fills the result, then copies the input into it. */
  static Layer pad(Pad op, LayerDraft draft) {
    Shape in = op.input().shape();
    int[] to = Strides.rowMajor(op.output().shape());
    int[] from = Strides.rowMajor(in);
    int start = 0;
    for (int axis = 0; axis < to.length; axis++) {
      start += op.padding().get(axis).before() * to[axis];
    }
    DType dtype = op.input().type().dtype();
    String value =
        dtype.isInteger() ? CLiteral.of(dtype.wrap((long) op.value())) : CLiteral.real(op.value());
    LoopNest copy = draft.loops(new int[] {start, 0}, op.input());
    for (int axis = 0; axis < to.length; axis++) {
      copy.axis(in.dim(axis), to[axis], from[axis]);
    }
    return draft.nests(
        List.of(
            draft.loops().axis(op.output().shape().size(), 1).nest(value, true),
            copy.nest(COPY, true)));
  }
}
