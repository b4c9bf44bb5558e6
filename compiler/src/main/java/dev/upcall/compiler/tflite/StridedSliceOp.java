package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Begin, end and stride for each axis; bits of the masks stand for axes that are taken from the
 * first, to the last, or at one place and then dropped.
 */
final class StridedSliceOp implements TfliteOp {
  private static final int BEGIN_MASK = 0;
  private static final int END_MASK = 1;
  private static final int ELLIPSIS_MASK = 2;
  private static final int NEW_AXIS_MASK = 3;
  private static final int SHRINK_MASK = 4;
  private static final int OFFSET = 5;

  @Override
  public OpSpec spec() {
    return OpSpec.of(45, 4, 4, 32, 6)
        .constraints(
            "constant begin, end and strides",
            "no ellipsis or new axes",
            "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    Shape in = input.shape();
    Options options = node.options();
    if (options.integer(ELLIPSIS_MASK) != 0
        || options.integer(NEW_AXIS_MASK) != 0
        || options.flag(OFFSET)) {
      throw node.unsupported("an ellipsis, a new axis or ends as offsets", "none of these");
    }
    int[] begin = node.integers(1, "begin");
    int[] end = node.integers(2, "end");
    int[] stride = node.integers(3, "strides");
    if (begin.length > in.rank() || end.length != begin.length || stride.length != begin.length) {
      throw node.unsupported(
          begin.length + " begins for " + in, "begin, end, stride for each axis");
    }
    List<Integer> starts = new ArrayList<>(Collections.nCopies(in.rank(), 0));
    List<Integer> steps = new ArrayList<>(Collections.nCopies(in.rank(), 1));
    List<Integer> sizes = new ArrayList<>(in.dims());
    for (int axis = 0; axis < begin.length; axis++) {
      int step = stride[axis];
      int dim = in.dim(axis);
      if (step == 0 || dim == 0) {
        throw node.unsupported("stride " + step + " along " + dim, "strides other than 0");
      }
      int first = step > 0 ? 0 : dim - 1;
      int behind = step > 0 ? dim : -1;
      boolean shrink = has(options, SHRINK_MASK, axis);
      int from = has(options, BEGIN_MASK, axis) ? first : clamp(begin[axis], dim, step);
      int to = has(options, END_MASK, axis) ? behind : clamp(end[axis], dim, step);
      int size = Math.max(0, (to - from + step - Integer.signum(step)) / step);
      starts.set(axis, shrink ? Math.floorMod(begin[axis], dim) : from);
      steps.set(axis, shrink ? 1 : step);
      sizes.set(axis, shrink ? 1 : size);
    }
    node.resultAs(
        new Shape(sizes), output -> new Slice(input, starts, steps, sizes, output, node.source()));
  }

  private static boolean has(Options options, int mask, int axis) {
    return (options.integer(mask) >> axis & 1) != 0;
  }

  /**
   * As TFLite's {@code StridedSliceStartForAxis}: negative ones count from the end, then 0..dim.
   */
  private static int clamp(int index, int dim, int step) {
    int counted = index < 0 ? Math.max(Integer.MIN_VALUE + dim, index) + dim : index;
    return step > 0
        ? Math.max(0, Math.min(dim, counted))
        : Math.max(-1, Math.min(dim - 1, counted));
  }
}
