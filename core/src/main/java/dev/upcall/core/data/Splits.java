package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest.SplitSpec;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Divides a data set into its uses: stratified by class, seeded, and with identical samples always
 * together, so that honest data with duplicates leaks nothing.
 *
 * <p>The order of random numbers is part of the format: one {@link SplittableRandom} of the seed;
 * classes ascending; in each the groups of identical samples by first appearance, shuffled from the
 * end (Fisher-Yates). A group then goes to the split that lacks most of its share, ties to the
 * first; what a class leaves unbalanced the next one makes up. Finally each split's indices are
 * shuffled, so that the beginning of a split is a fair sample of it.
 *
 * <p>An official test set is a split of its own, shuffled by a second generator of the same seed.
 *
 * <p>With k folds the groups are first dealt to the folds in the same way; fold f's share is its
 * test split and the rest is divided in proportion to the other fractions.
 */
public final class Splits {
  private Splits() {}

  /** Samples with identical bytes; the class is that of the first. */
  private record Group(int label, int[] samples) {}

  /**
   * Indices into the data set by use; a use without a fraction is not in the map.
   *
   * @param fold 0 without cross-fitting, else 0..folds-1
   * @throws dev.upcall.core.diagnostic.UpcallException if a split that has a fraction got no sample
   */
  public static Map<Split, int[]> of(Dataset data, SplitSpec spec, int fold) {
    if (fold < 0 || fold >= Math.max(1, spec.folds())) {
      throw Diagnostic.of(DataCode.FOLD, fold)
          .at("data.splits of ensemble.yaml")
          .need("0 to %d", Math.max(1, spec.folds()) - 1)
          .toException();
    }
    SplittableRandom random = new SplittableRandom(spec.seed());
    List<Group> groups = groups(data, random);
    Map<Split, Double> fractions = new EnumMap<>(spec.fractions());
    Map<Split, List<Integer>> parts = new EnumMap<>(Split.class);
    if (spec.folds() > 1) {
      double[] equal = new double[spec.folds()];
      Arrays.fill(equal, 1.0 / spec.folds());
      List<Group> test = deal(groups, equal).get(fold);
      parts.put(Split.TEST, samples(test));
      groups = without(groups, test);
      fractions.remove(Split.TEST);
    }
    List<Split> uses = List.copyOf(fractions.keySet());
    double sum = fractions.values().stream().mapToDouble(Double::doubleValue).sum();
    double[] shares = uses.stream().mapToDouble(use -> fractions.get(use) / sum).toArray();
    List<List<Group>> dealt = deal(groups, shares);
    for (int i = 0; i < shares.length; i++) {
      parts.put(uses.get(i), samples(dealt.get(i)));
    }
    requireSamples(parts, data);
    Map<Split, int[]> result = new EnumMap<>(Split.class);
    parts.forEach((split, indices) -> result.put(split, shuffled(indices, random)));
    return Collections.unmodifiableMap(result);
  }

  /** All groups, class by class, shuffled within the class. */
  private static List<Group> groups(Dataset data, SplittableRandom random) {
    Map<SampleHash, List<Integer>> identical = new LinkedHashMap<>();
    for (int i = 0; i < data.size(); i++) {
      identical.computeIfAbsent(data.hash(i), hash -> new ArrayList<>()).add(i);
    }
    Map<Integer, List<Group>> classes = new TreeMap<>();
    for (List<Integer> samples : identical.values()) {
      int label = data.label(samples.get(0));
      classes
          .computeIfAbsent(label, key -> new ArrayList<>())
          .add(new Group(label, samples.stream().mapToInt(Integer::intValue).toArray()));
    }
    List<Group> all = new ArrayList<>();
    for (List<Group> groups : classes.values()) {
      shuffle(groups, random);
      all.addAll(groups);
    }
    return all;
  }

  /**
   * Shares out groups, class by class as they come; share i gets about shares[i] of the samples.
   */
  private static List<List<Group>> deal(List<Group> groups, double[] shares) {
    Map<Integer, Integer> classSizes = new TreeMap<>();
    groups.forEach(group -> classSizes.merge(group.label(), group.samples().length, Integer::sum));
    List<List<Group>> parts = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      parts.add(new ArrayList<>());
    }
    double[] lacking = new double[shares.length];
    int label = -1;
    for (Group group : groups) {
      if (group.label() != label) {
        label = group.label();
        for (int i = 0; i < shares.length; i++) {
          lacking[i] += shares[i] * classSizes.get(label);
        }
      }
      int neediest = 0;
      for (int i = 1; i < shares.length; i++) {
        neediest = lacking[i] > lacking[neediest] ? i : neediest;
      }
      lacking[neediest] -= group.samples().length;
      parts.get(neediest).add(group);
    }
    return parts;
  }

  /** The groups but those taken; both are in the same order. */
  private static List<Group> without(List<Group> groups, List<Group> taken) {
    List<Group> rest = new ArrayList<>();
    int next = 0;
    for (Group group : groups) {
      if (next < taken.size() && taken.get(next).equals(group)) {
        next++;
      } else {
        rest.add(group);
      }
    }
    return rest;
  }

  private static List<Integer> samples(List<Group> groups) {
    return groups.stream().flatMap(group -> Arrays.stream(group.samples()).boxed()).toList();
  }

  /** The indices {@code from} to before {@code to} in an order of their own seed. */
  static int[] shuffled(int from, int to, long seed) {
    return shuffled(IntStream.range(from, to).boxed().toList(), new SplittableRandom(seed));
  }

  private static int[] shuffled(List<Integer> indices, SplittableRandom random) {
    List<Integer> list = new ArrayList<>(indices);
    shuffle(list, random);
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void shuffle(List<?> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  private static void requireSamples(Map<Split, List<Integer>> parts, Dataset data) {
    Diagnostics diagnostics = new Diagnostics();
    parts.forEach(
        (split, indices) -> {
          if (indices.isEmpty()) {
            diagnostics.add(
                Diagnostic.of(DataCode.EMPTY_SPLIT, split.key())
                    .at("%s, %d samples", data.name(), data.size())
                    .fix("give it a larger fraction, or more data"));
          }
        });
    diagnostics.throwIfAny();
  }
}
