package dev.upcall.training.arch;

import ai.djl.ndarray.types.Shape;

/** A length along rows and one along columns. */
public record Extent(int rows, int columns) {
  static Extent both(int length) {
    return new Extent(length, length);
  }

  Shape shape() {
    return new Shape(rows, columns);
  }
}
