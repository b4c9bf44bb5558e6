package dev.upcall.host.serving;

import java.util.List;

/**
 * Numbers of a request or an answer, row by row.
 *
 * @param shape all dimensions, none free
 * @param values as many as the shape says, if the server tells the truth
 */
record Tensor(String name, List<Long> shape, float[] values) {
  Tensor {
    shape = List.copyOf(shape);
  }

  /**
   * Elements of a shape; -1 where it has a dimension that cannot be, or more than an int counts.
   */
  static int elements(List<Long> shape) {
    long product = 1;
    for (long dim : shape) {
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        return -1;
      }
      product *= dim;
      if (product > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) product;
  }
}
