package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks that the records of this package share when they infer their output's shape. */
final class Shapes {
  private Shapes() {}

  static Shape requireRank(Value value, int rank, String role) {
    require(
        value.shape().rank() == rank, "%s has shape %s, not %d axes", role, value.shape(), rank);
    return value.shape();
  }

  static void requireShape(Value value, Shape shape, String role) {
    require(value.shape().equals(shape), "%s has shape %s, not %s", role, value.shape(), shape);
  }

  static void requireAxis(Shape shape, int axis) {
    require(axis >= 0 && axis < shape.rank(), "axis %d of %s", axis, shape);
  }

  static void require(boolean holds, String pattern, Object... args) {
    if (!holds) {
      throw new ShapeException(String.format(Locale.ROOT, pattern, args));
    }
  }

  /** Operands of the same element type, unless they are quantised: those are kernels' business. */
  static void requireAlike(String operator, Value left, Value right) {
    DType dtype = left.type().dtype();
    require(
        dtype == right.type().dtype() || left.type().isQuantized() || right.type().isQuantized(),
        "%s of %s and %s elements",
        operator,
        dtype.irName(),
        right.type().dtype().irName());
  }

  /** numpy broadcasting: axes are matched from the last one, 1 stretches. */
  static Shape broadcast(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    List<Integer> dims = new ArrayList<>(rank);
    for (int axis = 0; axis < rank; axis++) {
      int l = axis < rank - left.rank() ? 1 : left.dim(axis - rank);
      int r = axis < rank - right.rank() ? 1 : right.dim(axis - rank);
      require(l == r || l == 1 || r == 1, "shapes %s and %s do not broadcast", left, right);
      dims.add(l == 1 ? r : l);
    }
    return new Shape(dims);
  }

  /** What is left of {@code in}; each reduced axis once and within it. */
  static Shape reduced(Shape in, List<Integer> axes, boolean keepDims) {
    require(
        axes.stream().allMatch(a -> a >= 0 && a < in.rank())
            && axes.stream().distinct().count() == axes.size(),
        "axes %s of %s",
        axes,
        in);
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(in.dim(axis));
      } else if (keepDims) {
        dims.add(1);
      }
    }
    return new Shape(dims);
  }

  /** All axes but the last {@code dropped}. */
  static Shape leading(Shape shape, int dropped) {
    return new Shape(shape.dims().subList(0, shape.rank() - dropped));
  }

  /** Pooling of [N,H,W,C] keeps N and C. */
  static Shape pooled(Value input, int kernelH, int kernelW, Window window) {
    Shape in = requireRank(input, 4, "input");
    require(
        window.meets(in.dim(1), in.dim(2), kernelH, kernelW),
        "a window of %d x %d over %s that lies in the padding alone",
        kernelH,
        kernelW,
        in);
    return Shape.of(
        in.dim(0),
        window.outputH(in.dim(1), kernelH),
        window.outputW(in.dim(2), kernelW),
        in.dim(3));
  }
}
