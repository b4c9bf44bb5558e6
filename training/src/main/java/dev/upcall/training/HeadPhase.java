package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Fits every subset's head anew, exits too, to the frozen features of clean samples. */
final class HeadPhase {
  private final MelNetwork network;
  private final NDManager manager;
  private final Consumer<String> progress;

  HeadPhase(MelNetwork network, NDManager manager, Consumer<String> progress) {
    this.network = network;
    this.manager = manager;
    this.progress = progress;
  }

  /** Weights from one split, L2 by the other; in the order of the network's subsets. */
  Map<Subset, Refit> run(FeatureTable train, FeatureTable select) {
    HeadRefit refit = new HeadRefit(manager, network.classes());
    Map<Subset, Refit> refits = new LinkedHashMap<>();
    for (Subset subset : network.subsets()) {
      progress.accept("fitting head " + (refits.size() + 1) + " of " + network.subsets().size());
      refits.put(
          subset,
          subset.size() == 1
              ? refit.fitExit(train.of(subset), select.of(subset))
              : refit.fit(train.of(subset), select.of(subset)));
    }
    return refits;
  }
}
