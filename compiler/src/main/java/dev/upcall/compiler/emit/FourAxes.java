package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** Shapes as the kernels with four nested loops take them: axes of length 1 before the first. */
final class FourAxes {
  private static final int COUNT = 4;

  private FourAxes() {}

  static List<Integer> dims(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = shape.rank(); axis < COUNT; axis++) {
      dims.add(1);
    }
    dims.addAll(shape.dims());
    return List.copyOf(dims);
  }

  /** Row-major strides in elements; 0 along axes of length 1, which repeat where broadcast. */
  static List<Integer> strides(Shape shape) {
    List<Integer> dims = dims(shape);
    List<Integer> strides = new ArrayList<>();
    int stride = 1;
    for (int axis = COUNT - 1; axis >= 0; axis--) {
      strides.add(0, dims.get(axis) == 1 ? 0 : stride);
      stride *= dims.get(axis);
    }
    return List.copyOf(strides);
  }
}
