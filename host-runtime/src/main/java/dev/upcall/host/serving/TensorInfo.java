package dev.upcall.host.serving;

import java.util.List;

/**
 * An input or output as a server describes it.
 *
 * @param datatype {@code FP32} and the like
 * @param shape -1 where free
 */
record TensorInfo(String name, String datatype, List<Long> shape) {
  static final String FLOAT = "FP32";

  TensorInfo {
    shape = List.copyOf(shape);
  }

  @Override
  public String toString() {
    return name + " " + datatype + shape;
  }
}
