package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs the trained members and heads on clean samples, a batch at a time. */
public final class Inference {
  /** Few enough that what one layer writes is still in the cache when the next reads it. */
  private static final int CHUNK = 64;

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
    for (int from = 0; from < samples.size(); from += CHUNK) {
      try (NDManager manager = parent.newSubManager()) {
        NDArray x = chunk(manager, samples, from);
        NDArray all = network.logits(network.features(x, weights, false), weights);
        for (int s = 0; s < subsets; s++) {
          rows(all.get(s), logits[s], from);
        }
      }
    }
    return Arrays.stream(logits).map(head -> Score.of(head, samples.labels())).toList();
  }

  /** Pooled features of every member. */
  public FeatureTable features(NDManager parent, Samples samples) {
    SortedMap<String, float[][]> features = new TreeMap<>();
    network.members().keySet().forEach(name -> features.put(name, new float[samples.size()][]));
    for (int from = 0; from < samples.size(); from += CHUNK) {
      try (NDManager manager = parent.newSubManager()) {
        int start = from;
        network
            .features(chunk(manager, samples, from), weights, false)
            .forEach((name, values) -> rows(values, features.get(name), start));
      }
    }
    return new FeatureTable(features, samples.labels());
  }

  private NDArray chunk(NDManager manager, Samples samples, int from) {
    int n = Math.min(CHUNK, samples.size() - from);
    MapShape shape = network.input();
    float[] values = new float[n * shape.size()];
    for (int i = 0; i < n; i++) {
      System.arraycopy(samples.values()[from + i], 0, values, i * shape.size(), shape.size());
    }
    return manager.create(values, new Shape(n, shape.channels(), shape.height(), shape.width()));
  }

  private static void rows(NDArray matrix, float[][] to, int from) {
    float[] values = matrix.toFloatArray();
    int columns = (int) matrix.getShape().get(1);
    for (int i = 0; i * columns < values.length; i++) {
      to[from + i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }
  }
}
