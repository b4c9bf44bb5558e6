package dev.upcall.training.branch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;

/**
 * A branch on its frozen member.
 *
 * @param member name of it
 * @param trunk the member's layers
 * @param classes how many the branch tells apart
 * @param frozen the member's weights, which nothing here moves
 */
record BranchNetwork(
    String member, Architecture trunk, Branch branch, MapShape input, int classes, Weights frozen) {

  /** Where its weights' names begin. */
  String path() {
    return member + "." + branch.name();
  }

  int features() {
    return branch.features(trunk, input);
  }

  void declare(Weights weights) {
    branch.declare(path(), trunk, input, weights);
    weights.normal(path() + ".head.weight", Math.sqrt(1.0 / features()), features(), classes);
    weights.constant(path() + ".head.bias", 0, true, classes);
  }

  /** What the branch reads of the member: its map [N,C,H,W] with running statistics. */
  NDArray map(NDArray x) {
    return Chain.forward(trunk.first(branch.after()), member, x, frozen, false);
  }

  /** Pooled features [N,F] from the input and the member's {@link #map}. */
  NDArray features(NDArray x, NDArray map, Weights weights, boolean training) {
    return branch.forward(path(), x, input, map, weights, training);
  }

  /** The head's logits [N,classes]. */
  NDArray logits(NDArray features, Weights weights) {
    return features
        .matMul(weights.get(path() + ".head.weight"))
        .add(weights.get(path() + ".head.bias"));
  }
}
