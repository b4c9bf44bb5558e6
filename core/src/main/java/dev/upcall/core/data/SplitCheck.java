package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Split;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Proves that no sample is in two splits, by the samples' bytes and not by where they come from:
 * whoever makes splits in another way than {@link Splits} has them checked here too.
 */
public final class SplitCheck {
  private SplitCheck() {}

  private record Place(Split split, int index) {}

  private record Pair(Split first, Split second) {}

  /** Samples that two splits share: how many, and the first of them in each. */
  private record Shared(int first, int second, int count) {
    Shared plus(Shared next) {
      return new Shared(first, second, count + next.count);
    }
  }

  /**
   * Compares all splits with each other.
   *
   * @param splits indices into the data set by use
   * @throws dev.upcall.core.diagnostic.UpcallException with one diagnostic for each pair of splits
   *     that share samples
   */
  public static void require(Dataset data, Map<Split, int[]> splits) {
    Map<SampleHash, Place> seen = new HashMap<>();
    Map<Pair, Shared> shared = new LinkedHashMap<>();
    for (Map.Entry<Split, int[]> entry : new EnumMap<>(splits).entrySet()) {
      for (int index : entry.getValue()) {
        Place here = new Place(entry.getKey(), index);
        Place before = seen.putIfAbsent(data.hash(index), here);
        if (before != null && before.split() != here.split()) {
          shared.merge(
              new Pair(before.split(), here.split()),
              new Shared(before.index(), index, 1),
              Shared::plus);
        }
      }
    }
    Diagnostics diagnostics = new Diagnostics();
    shared.forEach((pair, both) -> diagnostics.add(overlap(data, pair, both)));
    diagnostics.throwIfAny();
  }

  private static Diagnostic overlap(Dataset data, Pair pair, Shared both) {
    return Diagnostic.of(DataCode.OVERLAP, pair.first().key(), pair.second().key())
        .at("%s, samples %d and %d", data.name(), both.first(), both.second())
        .found("%d samples in both", both.count())
        .need("each sample, and every identical copy of it, in one split only");
  }
}
