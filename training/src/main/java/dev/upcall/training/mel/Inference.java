package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import java.util.Arrays;
import java.util.List;
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
    int subsets = network.subsets().size();
    float[][][] logits = new float[subsets][samples.size()][];
    Chunks.each(
        parent,
        samples,
        (x, from) -> {
          NDArray all = network.logits(network.features(x, weights, false), weights);
          for (int s = 0; s < subsets; s++) {
            Chunks.rows(all.get(s), logits[s], from);
          }
        });
    return Arrays.stream(logits).map(head -> Score.of(head, samples.labels())).toList();
  }

  /** Pooled features of every member. */
  public FeatureTable features(NDManager parent, Samples samples) {
    SortedMap<String, float[][]> features = new TreeMap<>();
    network.members().keySet().forEach(name -> features.put(name, new float[samples.size()][]));
    Chunks.each(
        parent,
        samples,
        (x, from) ->
            network
                .features(x, weights, false)
                .forEach((name, values) -> Chunks.rows(values, features.get(name), from)));
    return new FeatureTable(features, samples.labels());
  }
}
