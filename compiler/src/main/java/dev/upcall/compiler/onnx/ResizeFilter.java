package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.op.ResizeTaps;
import java.util.ArrayList;
import java.util.List;

/**
 * The elements around a position that are summed, and by which weights: ONNX's modes linear and
 * cubic. With antialiasing the kernel is stretched by the inverse of a scale below 1.
 *
 * @param cubic 4 elements around the position, by Keys' kernel, else 2 by their distance
 * @param sharpness the kernel's parameter a, of cubic alone
 * @param antialias whether it is stretched
 * @param excludeOutside whether taps outside of the operand count nothing, or repeat its edge
 */
record ResizeFilter(boolean cubic, double sharpness, boolean antialias, boolean excludeOutside) {
  /** They are tables in the firmware. */
  private static final int MAX_TAPS = 1 << 17;

  ResizeTaps taps(ResizeAxis axis, ResizeCoordinates coordinates) {
    double stretch = antialias ? Math.min(1, axis.scale()) : 1;
    int reach = (int) Math.ceil((cubic ? 2 : 1) / stretch);
    int count = 2 * reach;
    if ((long) count * axis.out() > MAX_TAPS) {
      throw new ShapeException(
          axis.out() + " elements interpolated from " + count + " each along one axis");
    }
    List<Integer> indices = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    boolean copies = true;
    for (int i = 0; i < axis.out(); i++) {
      double at = coordinates.source(axis, i);
      copies &= at == i && axis.in() == axis.out();
      // The element to the left, which is a whole step away where the position is an element's.
      int left = (int) Math.ceil(at) - 1;
      double[] taps = new double[count];
      double sum = 0;
      for (int tap = 0; tap < count; tap++) {
        int index = left - reach + 1 + tap;
        boolean counts = !excludeOutside || (index >= 0 && index < axis.in());
        taps[tap] = counts ? kernel((index - at) * stretch) : 0;
        sum += taps[tap];
        indices.add(Math.min(axis.in() - 1, Math.max(0, index)));
      }
      for (double tap : taps) {
        weights.add((float) (antialias || excludeOutside ? tap / sum : tap));
      }
    }
    return copies ? identity(axis.out()) : new ResizeTaps(count, indices, weights);
  }

  private static ResizeTaps identity(int size) {
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      weights.add(1f);
    }
    return new ResizeTaps(1, Axes.all(size), weights);
  }

  /** Linear: a triangle. Cubic: R. Keys, Cubic convolution interpolation, 1981. */
  private double kernel(double distance) {
    double x = Math.abs(distance);
    if (!cubic) {
      return Math.max(0, 1 - x);
    }
    double a = sharpness;
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
  }
}
