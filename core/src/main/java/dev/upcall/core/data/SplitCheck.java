package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Split;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves that no sample is in two splits, by the samples' bytes and not by where they come from:
 * whoever makes splits in another way than {@link Splits} has them checked here too.
 */
public final class SplitCheck {
  private SplitCheck() {}

  /** Two splits and the first samples found in both. */
  private record Shared(int first, int second, int count) {}

  /**
   * @param splits indices into the data set by use
   * @throws dev.upcall.core.diagnostic.UpcallException with one diagnostic for each pair of splits
   *     that share samples
   */
  public static void require(Dataset data, Map<Split, int[]> splits) {
    Map<SampleHash, Map<Split, Integer>> seen = new HashMap<>();
    Map<String, Shared> shared = new TreeMap<>();
    Map<String, Diagnostic> titles = new TreeMap<>();
    new EnumMap<>(splits)
        .forEach(
            (split, indices) -> {
              for (int index : indices) {
                Map<Split, Integer> places =
                    seen.computeIfAbsent(data.hash(index), hash -> new EnumMap<>(Split.class));
                places.forEach(
                    (other, first) -> {
                      if (other != split) {
                        String pair = other.ordinal() + " " + split.ordinal();
                        titles.putIfAbsent(
                            pair, Diagnostic.of(DataCode.OVERLAP, other.key(), split.key()));
                        shared.merge(
                            pair,
                            new Shared(first, index, 1),
                            (a, b) -> new Shared(a.first(), a.second(), a.count() + 1));
                      }
                    });
                places.putIfAbsent(split, index);
              }
            });
    Diagnostics diagnostics = new Diagnostics();
    shared.forEach(
        (pair, both) ->
            diagnostics.add(
                titles
                    .get(pair)
                    .at("%s, samples %d and %d", data.name(), both.first(), both.second())
                    .found("%d samples in both", both.count())
                    .need("each sample, and every identical copy of it, in one split only")));
    diagnostics.throwIfAny();
  }
}
