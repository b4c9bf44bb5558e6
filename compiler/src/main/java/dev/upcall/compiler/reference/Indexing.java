package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;

/** Where an output element's operand lies, for operators that permute or broadcast. */
final class Indexing {
  private Indexing() {}

  /** The operand's offset for element {@code index} of {@code out}. */
  static int offset(int index, Shape out, int[] strides) {
    int offset = 0;
    int rest = index;
    for (int axis = out.rank() - 1; axis >= 0; axis--) {
      offset += rest % out.dim(axis) * strides[axis];
      rest /= out.dim(axis);
    }
    return offset;
  }
}
