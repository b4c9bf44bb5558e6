package dev.upcall.training.mel;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Frozen features of some samples: what the last, linear layer of every subset's head reads.
 *
 * @param members by name, each [N][F of that member]
 * @param hidden by subset, for heads with hidden layers: what these give, each [N][F]; the others
 *     read their members' features side by side
 * @param labels [N]
 */
public record FeatureTable(
    SortedMap<String, float[][]> members, Map<Subset, float[][]> hidden, int[] labels) {
  public FeatureTable {
    members = new TreeMap<>(members);
    hidden = Map.copyOf(hidden);
  }

  /** Of heads without hidden layers. */
  public FeatureTable(SortedMap<String, float[][]> members, int[] labels) {
    this(members, Map.of(), labels);
  }

  /** What the subset's linear layer reads. */
  public Features of(Subset subset) {
    float[][] found = hidden.get(subset);
    return new Features(found == null ? sideBySide(subset) : found, labels);
  }

  private float[][] sideBySide(Subset subset) {
    float[][] joined = new float[labels.length][];
    for (int n = 0; n < joined.length; n++) {
      int length = 0;
      for (String name : subset.members()) {
        length += members.get(name)[n].length;
      }
      joined[n] = new float[length];
      int at = 0;
      for (String name : subset.members()) {
        float[] part = members.get(name)[n];
        System.arraycopy(part, 0, joined[n], at, part.length);
        at += part.length;
      }
    }
    return joined;
  }
}
