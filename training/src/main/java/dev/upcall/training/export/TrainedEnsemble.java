package dev.upcall.training.export;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What training came to: the members' weights and a refitted head for every subset.
 *
 * @param heads in the order of the network's subsets
 */
public record TrainedEnsemble(MelNetwork network, Snapshot weights, Map<Subset, LinearHead> heads) {
  public TrainedEnsemble {
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
  }
}
