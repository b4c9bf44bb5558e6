package dev.upcall.training;

import dev.upcall.training.arch.Weights;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.util.List;
import java.util.Set;

/**
 * A member's exit as its file will have it: fitted to the clean features of the member as it stands
 * now, which the one that was trained with it has not converged to.
 */
final class CleanExit {
  private CleanExit() {}

  static LinearHead of(String member, MelNetwork network, Weights weights, FoldFits fold) {
    Subset alone = new Subset(List.of(member));
    Inference inference = new Inference(network.only(Set.of(member)), weights);
    return new HeadRefit(fold.manager(), network.classes())
        .fitExit(
            inference.features(fold.manager(), fold.train()).of(alone),
            inference.features(fold.manager(), fold.select()).of(alone))
        .head();
  }
}
