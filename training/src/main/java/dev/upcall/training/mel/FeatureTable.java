package dev.upcall.training.mel;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Frozen features of some samples for every member, from which any subset's are put together.
 *
 * @param members by name, each [N][F of that member]
 * @param labels [N]
 */
public record FeatureTable(SortedMap<String, float[][]> members, int[] labels) {
  public FeatureTable {
    members = new TreeMap<>(members);
  }

  /** The subset's features side by side, in its order. */
  public Features of(Subset subset) {
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
    return new Features(joined, labels);
  }
}
