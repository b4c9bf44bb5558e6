package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import java.util.Optional;

/** A network as a file has it: of real numbers, or quantised by whoever made the file. */
public sealed interface Network {
  /** To be quantised here, or to be computed in floats. */
  record Reals(Graph graph) implements Network {}

  /**
   * Of real numbers that are rounded where the file says, in the form that {@link StatedQuantizer}
   * takes.
   */
  record Stated(Graph graph) implements Network {}

  /** Computed as it is. */
  record Integers(QuantGraph model) implements Network {
    @Override
    public Graph graph() {
      return model.graph();
    }
  }

  Graph graph();

  default boolean isReal() {
    return this instanceof Reals;
  }

  default Optional<Graph> reals() {
    return this instanceof Reals reals ? Optional.of(reals.graph()) : Optional.empty();
  }

  default Optional<Graph> stated() {
    return this instanceof Stated stated ? Optional.of(stated.graph()) : Optional.empty();
  }

  default Optional<QuantGraph> integers() {
    return this instanceof Integers integers ? Optional.of(integers.model()) : Optional.empty();
  }
}
