package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;

/**
 * Walks a tensor in row-major order and keeps, beside it, an offset into a strided other tensor.
 */
final class Indexer {
  private final int[] dims;
  private final int[] strides;
  private final int[] index;
  private int offset;

  /**
   * @param shape the tensor walked over
   * @param strides how far one step along each of its axes moves in the other tensor
   * @param start offset of the first element
   */
  Indexer(Shape shape, int[] strides, int start) {
    this.dims = shape.dims().stream().mapToInt(Integer::intValue).toArray();
    this.strides = strides.clone();
    this.index = new int[dims.length];
    this.offset = start;
  }

  /** Elements from one index to the next along each axis of a row-major tensor. */
  static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int step = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.dim(axis);
    }
    return strides;
  }

  /** Strides that read {@code operand} as if it were broadcast to {@code shape}. */
  static int[] broadcastStrides(Shape operand, Shape shape) {
    int[] own = strides(operand);
    int[] strides = new int[shape.rank()];
    int missing = shape.rank() - operand.rank();
    for (int axis = 0; axis < operand.rank(); axis++) {
      strides[missing + axis] = operand.dim(axis) == 1 ? 0 : own[axis];
    }
    return strides;
  }

  int offset() {
    return offset;
  }

  /** Steps to the next element. */
  void advance() {
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      offset += strides[axis];
      if (++index[axis] < dims[axis]) {
        return;
      }
      offset -= strides[axis] * dims[axis];
      index[axis] = 0;
    }
  }
}
