package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs the trained members and heads on clean samples. */
public final class Inference {
  private final MelNetwork network;
  private final Weights weights;

  public Inference(MelNetwork network, Weights weights) {
    this.network = network;
    this.weights = weights;
  }

  /** Score of every subset's head, in the network's order: the last is that of all members. */
  public List<Score> scores(NDManager parent, Samples samples) {
    return Arrays.stream(logits(parent, samples))
        .map(head -> Score.of(head, samples.labels()))
        .toList();
  }

  /** What every head says, in the network's order: [S][N][classes]. */
  float[][][] logits(NDManager parent, Samples samples) {
    int subsets = network.subsets().size();
    float[][][] logits = new float[subsets][samples.size()][];
    Chunks.each(
        parent,
        samples,
        (x, from) -> {
          NDArray all = network.logits(network.sent(x, weights, false), weights, false);
          for (int s = 0; s < subsets; s++) {
            Chunks.rows(all.get(s), logits[s], from);
          }
        });
    return logits;
  }

  /** What the linear layer of every head reads. */
  public FeatureTable features(NDManager parent, Samples samples) {
    SortedMap<String, float[][]> features = new TreeMap<>();
    network.members().keySet().forEach(name -> features.put(name, new float[samples.size()][]));
    Map<Subset, float[][]> hidden = new LinkedHashMap<>();
    network.subsets().stream()
        .filter(subset -> !network.head(subset).hidden().isEmpty())
        .forEach(subset -> hidden.put(subset, new float[samples.size()][]));
    Chunks.each(
        parent,
        samples,
        (x, from) -> {
          SortedMap<String, NDArray> sent = network.sent(x, weights, false);
          sent.forEach((name, value) -> Chunks.rows(Head.pooled(value), features.get(name), from));
          hidden.forEach(
              (subset, rows) ->
                  Chunks.rows(network.head(subset).read(sent, weights, false), rows, from));
        });
    return new FeatureTable(features, hidden, samples.labels());
  }

  /** What the members send to the heads, a map's values in the order [C,H,W]. */
  public FeatureTable sent(NDManager parent, Samples samples) {
    SortedMap<String, float[][]> sent = new TreeMap<>();
    network.members().keySet().forEach(name -> sent.put(name, new float[samples.size()][]));
    Chunks.each(
        parent,
        samples,
        (x, from) ->
            network
                .sent(x, weights, false)
                .forEach((name, value) -> Chunks.rows(value.flatten(1, -1), sent.get(name), from)));
    return new FeatureTable(sent, samples.labels());
  }
}
