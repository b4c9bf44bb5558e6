package dev.upcall.training.export;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training came to: the members' weights, a refitted head for every subset, and branches.
 *
 * @param heads in the order of the network's subsets
 * @param coarse second exits for groups of classes, by member
 * @param branches by member, in the order trained
 * @param partialLogits whether members also give their parts of the heads' logits
 */
public record TrainedEnsemble(
    MelNetwork network,
    Snapshot weights,
    Map<Subset, LinearHead> heads,
    Map<String, LinearHead> coarse,
    Map<String, List<TrainedBranch>> branches,
    boolean partialLogits) {
  public TrainedEnsemble {
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
    coarse = Map.copyOf(coarse);
    branches = Map.copyOf(branches);
  }

  /** Whose members give features alone. */
  public TrainedEnsemble(
      MelNetwork network,
      Snapshot weights,
      Map<Subset, LinearHead> heads,
      Map<String, LinearHead> coarse,
      Map<String, List<TrainedBranch>> branches) {
    this(network, weights, heads, coarse, branches, false);
  }

  /** Whether a member gives its parts of the logits of the heads it is in. */
  boolean givesParts(String member) {
    return partialLogits && !parts().subsets(member).isEmpty();
  }

  PartialLogits parts() {
    return new PartialLogits(network, heads);
  }

  /** The branches of a member. */
  List<TrainedBranch> branches(String member) {
    return branches.getOrDefault(member, List.of());
  }
}
