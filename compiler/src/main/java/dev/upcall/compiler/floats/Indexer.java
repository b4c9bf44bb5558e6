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

  /** The other tensor's offset at each element of {@code shape}. */
  static int[] offsets(Shape shape, int[] strides, int start) {
    int[] offsets = new int[shape.size()];
    Indexer walk = new Indexer(shape, strides, start);
    for (int i = 0; i < offsets.length; i++, walk.advance()) {
      offsets[i] = walk.offset();
    }
    return offsets;
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
