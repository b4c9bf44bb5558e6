package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.arch.Layer;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import java.util.List;

/**
 * How large a network is.
 *
 * @param parameters that training moves
 * @param macs multiply-accumulates for one sample
 */
record MemberSize(long parameters, long macs) {
  static final MemberSize NONE = new MemberSize(0, 0);

  /** Layers, such as a member without its exit. */
  static MemberSize of(List<Layer> layers, MapShape input, NDManager manager) {
    try (Weights weights = new Weights(manager, 0)) {
      Chain.declare(layers, "", input, weights);
      return new MemberSize(weights.trained(), Chain.macs(layers, input));
    }
  }

  /** A linear head, which an exit is too. */
  static MemberSize linear(long features, long classes) {
    return new MemberSize((features + 1) * classes, features * classes);
  }

  MemberSize plus(MemberSize other) {
    return new MemberSize(parameters + other.parameters, macs + other.macs);
  }
}
