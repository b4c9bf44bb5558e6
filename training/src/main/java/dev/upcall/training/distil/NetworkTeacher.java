package dev.upcall.training.distil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.fit.FitKey;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import java.util.Map;

/**
 * A member that was trained just before, with the exit that its file will have.
 *
 * @param network of this member alone
 * @param weights of it, and of others
 */
public record NetworkTeacher(MelNetwork network, Weights weights, LinearHead exit)
    implements Teacher {
  @Override
  public NDArray logits(NDArray x) {
    NDManager manager = x.getManager();
    NDArray features = network.features(x, weights, false).get(member());
    NDArray weight = manager.create(exit.weight(), new Shape(exit.classes(), exit.features()));
    return features.matMul(weight.transpose()).add(manager.create(exit.bias()));
  }

  private String member() {
    return network.members().keySet().iterator().next();
  }

  @Override
  public String origin() {
    return new FitKey()
        .add(weights.snapshot().under(member()))
        .add(new Snapshot(Map.of("weight", exit.weight(), "bias", exit.bias())))
        .digits();
  }
}
