package dev.upcall.training.arch;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.Engine;

/** Counts what training would move. */
final class Parameters {
  private Parameters() {}

  /** Of a network with a linear classifier. */
  static long of(Architecture net, MapShape input, int classes) {
    try (NDManager manager = Engine.newManager();
        Weights weights = new Weights(manager, 0)) {
      net.declare("net", input, weights);
      return weights.trained() + (net.features(input) + 1L) * classes;
    }
  }
}
