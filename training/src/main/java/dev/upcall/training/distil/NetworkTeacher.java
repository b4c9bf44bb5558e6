package dev.upcall.training.distil;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.fit.FitKey;
import dev.upcall.training.mel.MelNetwork;

/**
 * A member that was trained just before: its exit.
 *
 * @param network of this member alone
 * @param weights of it, and of others
 */
public record NetworkTeacher(MelNetwork network, Weights weights) implements Teacher {
  @Override
  public NDArray logits(NDArray x) {
    return network.logits(network.features(x, weights, false), weights, false).get(0);
  }

  @Override
  public String origin() {
    Snapshot all = weights.snapshot();
    FitKey key = new FitKey();
    for (String member : network.members().keySet()) {
      key.add(all.under(member)).add(all.under("head." + member));
    }
    return key.digits();
  }
}
