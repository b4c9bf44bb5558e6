package dev.upcall.training.branch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.mel.MelNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A member together with side exits that share its weights' table, all for the same classes. */
public final class ExitNetwork {
  private final String member;
  private final MelNetwork alone;
  private final Architecture trunk;
  private final Weights weights;
  private final List<BranchNetwork> exits;

  /**
   * Adds the exits' weights, freshly initialised.
   *
   * @param alone a network of one member
   * @param weights of it, declared; exits join them
   */
  public ExitNetwork(MelNetwork alone, List<Branch> exits, Weights weights) {
    this.member = alone.members().firstKey();
    this.alone = alone;
    this.trunk = alone.members().get(member);
    this.weights = weights;
    MapShape input = alone.input();
    this.exits =
        exits.stream()
            .map(exit -> new BranchNetwork(member, trunk, exit, input, alone.classes(), weights))
            .toList();
    this.exits.forEach(exit -> exit.declare(weights));
  }

  String member() {
    return member;
  }

  int classes() {
    return alone.classes();
  }

  Weights weights() {
    return weights;
  }

  List<BranchNetwork> exits() {
    return exits;
  }

  /** The member's map behind each of its layers. */
  List<NDArray> maps(NDArray x, boolean training) {
    return trunk.maps(member, x, weights, training);
  }

  /** The end's pooled features [N,F] from all maps. */
  NDArray features(List<NDArray> maps, boolean training) {
    return Architecture.pooled(maps.get(maps.size() - 1), weights, training);
  }

  /** The end's logits [N,classes] from its pooled features. */
  NDArray end(NDArray features) {
    TreeMap<String, NDArray> all = new TreeMap<>();
    all.put(member, features);
    // An exit has no hidden layers, to which it would matter whether they are trained.
    return alone.logits(all, weights, false).squeeze(0);
  }

  /** Logits of clean samples: the end's, then each exit's. */
  List<NDArray> logits(NDArray x) {
    List<NDArray> maps = maps(x, false);
    List<NDArray> logits = new ArrayList<>();
    logits.add(end(features(maps, false)));
    for (BranchNetwork exit : exits) {
      NDArray map = maps.get(exit.branch().after() - 1);
      logits.add(exit.logits(exit.features(x, map, weights, false), weights));
    }
    return logits;
  }
}
