package dev.upcall.compiler.ir;

import java.util.Objects;

/**
 * A tensor in the graph: an input, a constant or the output of one operator.
 *
 * @param id unique in its graph; prints as {@code %id}, constants as {@code @name}
 */
public record Value(int id, String name, TensorType type) {
  public Value {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
  }

  public Shape shape() {
    return type.shape();
  }

  public Value withType(TensorType newType) {
    return new Value(id, name, newType);
  }
}
