package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;

/** Repetition of a tensor along its axes. */
final class Repeats {
  private Repeats() {}

  /**
   * {@code times[axis]} copies behind one another along each axis.
   *
   * @param times at least 1 each, one for each axis
   */
  static Value of(NodeContext node, Value input, int[] times) {
    Value current = input;
    for (int axis = 0; axis < times.length; axis++) {
      int length = input.shape().dim(axis);
      int[] indices = new int[Math.multiplyExact(length, times[axis])];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = i % length;
      }
      current = times[axis] == 1 ? current : Parts.pick(node, current, axis, indices);
    }
    return current;
  }
}
