package dev.upcall.compiler.quant;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Within what a network's numbers are chosen: 8 or 4 bits for each layer's weights, 8 or 16 for
 * activations. How much RAM there is, the memory plan knows.
 *
 * @param weightBytes that all weights of a network may take; layers get 4 bits until they fit
 * @param accuracyDrop points of accuracy that may be lost on the select split
 * @param fourBits whether as many layers get 4 bits as that allows, where bytes have no bound
 */
public record MixedBudget(OptionalInt weightBytes, OptionalDouble accuracyDrop, boolean fourBits) {
  /** What a network may lose where nothing is said. */
  public static final MixedBudget STANDARD =
      new MixedBudget(OptionalInt.empty(), OptionalDouble.of(0.5));

  public MixedBudget {
    if (weightBytes.isEmpty() && accuracyDrop.isEmpty()) {
      throw new IllegalArgumentException("a budget of nothing");
    }
  }

  /** With weights of 4 bits. */
  public MixedBudget(OptionalInt weightBytes, OptionalDouble accuracyDrop) {
    this(weightBytes, accuracyDrop, true);
  }
}
