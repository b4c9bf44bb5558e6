package dev.upcall.compiler.ir;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Static dimensions, outermost first; activations of spatial operators are [N,H,W,C]. */
public record Shape(List<Integer> dims) {
  public Shape {
    dims = List.copyOf(dims);
    long product = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in " + dims);
      }
      product = Math.multiplyExact(product, dim);
    }
    if (product > Integer.MAX_VALUE) {
      throw new ArithmeticException("more than 2^31-1 elements in " + dims);
    }
  }

  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  public int rank() {
    return dims.size();
  }

  /** The dimension at {@code axis}; negative axes count from the end. */
  public int dim(int axis) {
    return dims.get(axis < 0 ? axis + rank() : axis);
  }

  /** Number of elements; 1 for a scalar. */
  public int size() {
    int product = 1;
    for (int dim : dims) {
      product *= dim;
    }
    return product;
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
