package dev.upcall.compiler.ir;

import java.util.Collection;

/** How far, in elements of a row-major tensor, one step along each axis moves. */
public final class Strides {
  private Strides() {}

  /** Along the tensor's own axes. */
  public static int[] rowMajor(Shape shape) {
    int[] strides = new int[shape.rank()];
    int step = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.dim(axis);
    }
    return strides;
  }

  /**
   * In {@code operand} along the axes of the shape it is broadcast to; 0 where it repeats.
   *
   * @throws IllegalArgumentException if it does not broadcast to {@code out}
   */
  public static int[] broadcast(Shape operand, Shape out) {
    int[] own = rowMajor(operand);
    int[] strides = new int[out.rank()];
    int missing = out.rank() - operand.rank();
    for (int axis = 0; axis < operand.rank(); axis++) {
      if (operand.dim(axis) != 1) {
        if (operand.dim(axis) != out.dim(missing + axis)) {
          throw new IllegalArgumentException(operand + " does not broadcast to " + out);
        }
        strides[missing + axis] = own[axis];
      }
    }
    return strides;
  }

  /** In what is left of {@code in}, along {@code in}'s axes; 0 along those that are reduced. */
  public static int[] reduced(Shape in, Collection<Integer> axes) {
    int[] strides = new int[in.rank()];
    int step = 1;
    for (int axis = in.rank() - 1; axis >= 0; axis--) {
      if (!axes.contains(axis)) {
        strides[axis] = step;
        step *= in.dim(axis);
      }
    }
    return strides;
  }
}
