package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;

/** Where an output element's operand lies, for operators that permute or broadcast. */
final class Indexing {
  private Indexing() {}

  /** Row-major strides of {@code shape}, in elements. */
  static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  /**
   * Strides of an operand along the axes of the broadcast shape {@code out}; 0 where it repeats.
   */
  static int[] broadcastStrides(Shape operand, Shape out) {
    int[] own = strides(operand);
    int[] strides = new int[out.rank()];
    for (int axis = 0; axis < operand.rank(); axis++) {
      int outAxis = out.rank() - operand.rank() + axis;
      if (operand.dim(axis) != 1) {
        if (operand.dim(axis) != out.dim(outAxis)) {
          throw new IllegalArgumentException(operand + " does not broadcast to " + out);
        }
        strides[outAxis] = own[axis];
      }
    }
    return strides;
  }

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
