package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All members and, for every subset of them, a linear head on their concatenated pooled features
 * (arXiv 2506.20094). The head of one member alone is its exit.
 */
public final class MelNetwork {
  private final SortedMap<String, Architecture> members;
  private final MapShape input;
  private final int classes;
  private final Set<String> combined;
  private final List<Subset> subsets;

  /** With a head for every subset. */
  public MelNetwork(SortedMap<String, Architecture> members, MapShape input, int classes) {
    this(members, members.keySet(), input, classes);
  }

  /**
   * @param combined the members whose subsets have heads; the others have only their exits
   */
  public MelNetwork(
      SortedMap<String, Architecture> members, Set<String> combined, MapShape input, int classes) {
    this.members = new TreeMap<>(members);
    this.input = input;
    this.classes = classes;
    this.combined = Set.copyOf(combined);
    this.subsets = Subset.all(members.keySet(), combined);
  }

  /** Some of the members with the heads of their subsets: the same weights under the same names. */
  public MelNetwork only(Set<String> names) {
    SortedMap<String, Architecture> some = new TreeMap<>(members);
    some.keySet().retainAll(names);
    return new MelNetwork(
        some,
        combined.stream().filter(names::contains).collect(Collectors.toSet()),
        input,
        classes);
  }

  public SortedMap<String, Architecture> members() {
    return new TreeMap<>(members);
  }

  public MapShape input() {
    return input;
  }

  public int classes() {
    return classes;
  }

  /** The members whose subsets have heads. */
  public Set<String> combined() {
    return combined;
  }

  /** In the order of the logits' first axis. */
  public List<Subset> subsets() {
    return subsets;
  }

  /** Features that the head of a subset reads. */
  public int features(Subset subset) {
    return subset.members().stream().mapToInt(name -> members.get(name).features(input)).sum();
  }

  /** Adds the weights of all members and heads. */
  public void declare(Weights weights) {
    members.forEach((name, member) -> member.declare(name, input, weights));
    for (Subset subset : subsets) {
      int count = features(subset);
      weights.normal(weightName(subset), Math.sqrt(1.0 / count), count, classes);
      weights.constant(biasName(subset), 0, true, classes);
    }
  }

  /**
   * Pooled features of every member.
   *
   * @param x [N,C,H,W]
   * @return by member name, each [N,F]
   */
  public SortedMap<String, NDArray> features(NDArray x, Weights weights, boolean training) {
    SortedMap<String, NDArray> features = new TreeMap<>();
    members.forEach(
        (name, member) -> features.put(name, member.forward(name, x, weights, training)));
    return features;
  }

  /**
   * What every head makes of the features.
   *
   * @return [S,N,classes], subsets in the order of {@link #subsets}
   */
  public NDArray logits(SortedMap<String, NDArray> features, Weights weights) {
    NDList logits = new NDList(subsets.size());
    for (Subset subset : subsets) {
      NDArray joined = concat(subset, features);
      NDArray weight = weights.get(weightName(subset));
      logits.add(joined.matMul(weight).add(weights.get(biasName(subset))));
    }
    return NDArrays.stack(logits);
  }

  /** Features of the subset's members side by side, in the subset's order: [N, sum F]. */
  static NDArray concat(Subset subset, SortedMap<String, NDArray> features) {
    if (subset.size() == 1) {
      // The engine joins a single array by copying it, and its copy loses the gradient.
      return features.get(subset.members().get(0));
    }
    NDList parts = new NDList(subset.size());
    subset.members().forEach(name -> parts.add(features.get(name)));
    return NDArrays.concat(parts, 1);
  }

  private static String weightName(Subset subset) {
    return "head." + subset.key() + ".weight";
  }

  private static String biasName(Subset subset) {
    return "head." + subset.key() + ".bias";
  }
}
