package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.arch.Layer;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All members and a head for every subset of them (arXiv 2506.20094). The head of one member alone
 * is its exit.
 */
public final class MelNetwork {
  private final SortedMap<String, Architecture> members;
  private final MapShape input;
  private final int classes;
  private final Set<String> combined;
  private final HeadDesign design;
  private final List<Subset> subsets;
  private final Map<Subset, Head> heads = new LinkedHashMap<>();

  /** With a linear head for every subset. */
  public MelNetwork(SortedMap<String, Architecture> members, MapShape input, int classes) {
    this(members, members.keySet(), HeadDesign.LINEAR, input, classes);
  }

  /**
   * @param combined the members whose subsets have heads; the others have only their exits
   */
  public MelNetwork(
      SortedMap<String, Architecture> members,
      Set<String> combined,
      HeadDesign design,
      MapShape input,
      int classes) {
    this.members = new TreeMap<>(members);
    this.input = input;
    this.classes = classes;
    this.combined = Set.copyOf(combined);
    this.design = combined.size() > 1 ? design : HeadDesign.LINEAR;
    this.subsets = Subset.all(members.keySet(), combined);
    SortedMap<String, MapShape> sent = new TreeMap<>();
    members.keySet().forEach(name -> sent.put(name, sent(name)));
    subsets.forEach(subset -> heads.put(subset, new Head(this.design, subset, sent, classes)));
  }

  /** Some of the members with the heads of their subsets: the same weights under the same names. */
  public MelNetwork only(Set<String> names) {
    SortedMap<String, Architecture> some = new TreeMap<>(members);
    some.keySet().retainAll(names);
    return new MelNetwork(
        some,
        combined.stream().filter(names::contains).collect(Collectors.toSet()),
        design,
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

  /** How heads of two members and more are built. */
  public HeadDesign design() {
    return design;
  }

  /** Shape of what a member sends to the heads; pooled features are [F,1,1]. */
  public MapShape sent(String member) {
    List<Layer> layers = members.get(member).layers();
    if (sendsMap(member) && Chain.isFlat(layers)) {
      throw new IllegalArgumentException(member + " ends in a dense layer and has no map");
    }
    MapShape map = Chain.output(layers, input);
    return sendsMap(member) ? map : new MapShape(map.channels(), 1, 1);
  }

  /** Whether the heads get a member's map instead of its pooled features. */
  public boolean sendsMap(String member) {
    return design.readsMaps() && combined.contains(member);
  }

  public Head head(Subset subset) {
    return heads.get(subset);
  }

  /** Features that the last, linear layer of a subset's head reads. */
  public int features(Subset subset) {
    return heads.get(subset).features();
  }

  /** Adds the weights of all members and heads. */
  public void declare(Weights weights) {
    members.forEach((name, member) -> member.declare(name, input, weights));
    heads.values().forEach(head -> head.declare(weights));
  }

  /**
   * What every member sends to the heads.
   *
   * @param x [N,C,H,W]
   * @return by member name, pooled features [N,F] or, for heads that want them, maps [N,C,H,W]
   */
  public SortedMap<String, NDArray> sent(NDArray x, Weights weights, boolean training) {
    SortedMap<String, NDArray> sent = new TreeMap<>();
    members.forEach(
        (name, member) ->
            sent.put(
                name,
                sendsMap(name)
                    ? weights
                        .precision(training)
                        .raise(Chain.forward(member.layers(), name, x, weights, training))
                    : member.forward(name, x, weights, training)));
    return sent;
  }

  /**
   * Pooled features of every member.
   *
   * @param x [N,C,H,W]
   * @return by member name, each [N,F]
   */
  public SortedMap<String, NDArray> features(NDArray x, Weights weights, boolean training) {
    SortedMap<String, NDArray> features = sent(x, weights, training);
    features.replaceAll((name, value) -> Head.pooled(value));
    return features;
  }

  /**
   * What every head makes of what the members sent.
   *
   * @return [S,N,classes], subsets in the order of {@link #subsets}
   */
  public NDArray logits(SortedMap<String, NDArray> sent, Weights weights, boolean training) {
    NDList logits = new NDList(subsets.size());
    for (Head head : heads.values()) {
      logits.add(head.logits(head.read(sent, weights, training), weights));
    }
    return NDArrays.stack(logits);
  }
}
