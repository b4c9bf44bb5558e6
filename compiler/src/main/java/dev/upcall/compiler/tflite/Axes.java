package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Axes as operators name them: negative ones count from the end. */
final class Axes {
  private Axes() {}

  /** The axes that constant operand {@code operand} lists, in order, each once. */
  static List<Integer> all(OperatorContext node, int operand, Value input) {
    TreeSet<Integer> axes = new TreeSet<>();
    for (int axis : node.integers(operand, "axes")) {
      axes.add(of(node, axis, input.shape().rank()));
    }
    return new ArrayList<>(axes);
  }

  /** The axis that constant operand {@code operand} holds. */
  static int only(OperatorContext node, int operand, int rank) {
    int[] axes = node.integers(operand, "the axis");
    if (axes.length != 1) {
      throw node.unsupported(axes.length + " axes", "one axis");
    }
    return of(node, axes[0], rank);
  }

  static int of(OperatorContext node, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw node.unsupported("axis " + axis + " of " + rank, "an axis of the operand");
    }
    return axis < 0 ? axis + rank : axis;
  }
}
