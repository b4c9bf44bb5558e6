package dev.upcall.training.mel;

import java.util.Arrays;
import java.util.List;

/**
 * Classes gathered in groups, which a lone survivor may tell apart where it cannot tell the classes
 * (MEL, arXiv 2506.20094).
 *
 * @param members whose exits learn the groups
 * @param names of the groups, in the order of their indices
 * @param groupOf the group of each class
 */
public record Coarse(List<String> members, List<String> names, List<Integer> groupOf) {
  /** Where all of a group's classes are so much less likely than others that nothing is left. */
  private static final double LEAST = -100;

  /** Nobody learns any. */
  public static final Coarse NONE = new Coarse(List.of(), List.of(), List.of());

  public Coarse {
    members = List.copyOf(members);
    names = List.copyOf(names);
    groupOf = List.copyOf(groupOf);
  }

  /** Whether a subset is a member alone that learns groups. */
  public boolean isFor(Subset subset) {
    return subset.size() == 1 && members.containsAll(subset.members());
  }

  /** The groups of classes. */
  public int[] of(int[] labels) {
    return Arrays.stream(labels).map(groupOf::get).toArray();
  }

  /** The same features, labelled by group. */
  public Features of(Features features) {
    return new Features(features.values(), of(features.labels()));
  }

  /** For each class 1 at the classes of its group: [classes,classes] in rows. */
  float[][] together() {
    float[][] same = new float[groupOf.size()][groupOf.size()];
    for (int c = 0; c < same.length; c++) {
      for (int other = 0; other < same.length; other++) {
        same[c][other] = groupOf.get(c).equals(groupOf.get(other)) ? 1 : 0;
      }
    }
    return same;
  }

  /** A group's score is the logarithm of the sum of its classes' exponentials: [N][groups]. */
  float[][] logits(float[][] ofClasses) {
    float[][] ofGroups = new float[ofClasses.length][];
    for (int n = 0; n < ofClasses.length; n++) {
      float top = Float.NEGATIVE_INFINITY;
      for (float logit : ofClasses[n]) {
        top = Math.max(top, logit);
      }
      double[] sums = new double[names.size()];
      for (int c = 0; c < ofClasses[n].length; c++) {
        sums[groupOf.get(c)] += Math.exp(ofClasses[n][c] - top);
      }
      ofGroups[n] = new float[sums.length];
      for (int g = 0; g < sums.length; g++) {
        ofGroups[n][g] = (float) Math.max(LEAST, Math.log(sums[g]));
      }
    }
    return ofGroups;
  }
}
