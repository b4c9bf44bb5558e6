package dev.upcall.compiler.quant;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Within what some layers' weights may have 4 bits and the others 8.
 *
 * @param weightBytes that all weights of a network may take; layers get 4 bits until they fit
 * @param accuracyDrop points of accuracy that may be lost on the select split; without a bound on
 *     bytes, as many layers get 4 bits as this allows
 */
public record MixedBudget(OptionalInt weightBytes, OptionalDouble accuracyDrop) {
  /** What a network may lose where nothing is said. */
  public static final MixedBudget STANDARD =
      new MixedBudget(OptionalInt.empty(), OptionalDouble.of(0.5));

  public MixedBudget {
    if (weightBytes.isEmpty() && accuracyDrop.isEmpty()) {
      throw new IllegalArgumentException("a budget of nothing");
    }
  }
}
