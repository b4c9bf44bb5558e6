package dev.upcall.compiler.pass;

import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A reordering of axes: axis i of the result is axis {@code axes[i]} of the operand. */
record Permutation(List<Integer> axes) {
  Permutation {
    axes = List.copyOf(axes);
  }

  boolean isIdentity() {
    return axes.equals(IntStream.range(0, axes.size()).boxed().toList());
  }

  /** First {@code first}, then this. */
  Permutation after(Permutation first) {
    return new Permutation(axes.stream().map(first.axes::get).toList());
  }

  Permutation inverse() {
    return new Permutation(IntStream.range(0, axes.size()).map(axes::indexOf).boxed().toList());
  }

  Shape apply(Shape shape) {
    return new Shape(apply(shape.dims()));
  }

  <T> List<T> apply(List<T> perAxis) {
    return axes.stream().map(perAxis::get).toList();
  }

  /** Whether the elements of a tensor of that shape stay in their order: only axes of 1 move. */
  boolean keepsOrder(Shape shape) {
    List<Integer> large = axes.stream().filter(axis -> shape.dim(axis) != 1).toList();
    return large.equals(large.stream().sorted().toList());
  }

  /**
   * The same reordering for a tensor without the axes {@code dropped}, numbered as in the operand.
   */
  Permutation without(List<Integer> dropped) {
    List<Integer> kept = axes.stream().filter(axis -> !dropped.contains(axis)).toList();
    List<Integer> order = kept.stream().sorted().toList();
    return new Permutation(kept.stream().map(order::indexOf).toList());
  }

  /** Elements of the reordered tensor, row-major. */
  float[] apply(Shape shape, float[] elements) {
    return Tensor.of(elements).pick(indices(shape)).floats();
  }

  /** As {@link #apply(Shape, float[])} for elements of any type. */
  ConstantData apply(Shape shape, ConstantData elements) {
    return Tensor.of(elements).pick(indices(shape)).toConstant();
  }

  /** Where each element of the reordered tensor stands in the tensor of {@code shape}. */
  private int[] indices(Shape shape) {
    int[] strides = new int[shape.rank()];
    int step = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.dim(axis);
    }
    List<Integer> offsets = List.of(0);
    for (int axis : axes) {
      List<Integer> next = new ArrayList<>(offsets.size() * shape.dim(axis));
      for (int offset : offsets) {
        for (int i = 0; i < shape.dim(axis); i++) {
          next.add(offset + i * strides[axis]);
        }
      }
      offsets = next;
    }
    return offsets.stream().mapToInt(Integer::intValue).toArray();
  }
}
