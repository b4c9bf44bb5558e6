package dev.upcall.training.mel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Members that may be alive together, in sorted order: the order in which a head reads their
 * features.
 */
public record Subset(List<String> members) {
  public Subset {
    members = List.copyOf(new TreeSet<>(members));
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a subset has at least one member");
    }
  }

  /** All non-empty subsets, smaller ones first, then by key; the last is all members. */
  public static List<Subset> all(Collection<String> members) {
    return all(members, members);
  }

  /**
   * Every member alone and every subset of those that can be combined, in the order of {@link
   * #all(Collection)}.
   *
   * @param combined some of the members
   */
  public static List<Subset> all(Collection<String> members, Collection<String> combined) {
    List<String> sorted = List.copyOf(new TreeSet<>(combined));
    List<Subset> subsets = new ArrayList<>();
    members.stream()
        .filter(name -> !combined.contains(name))
        .forEach(name -> subsets.add(new Subset(List.of(name))));
    for (int bits = 1; bits < 1 << sorted.size(); bits++) {
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < sorted.size(); i++) {
        if ((bits >> i & 1) != 0) {
          chosen.add(sorted.get(i));
        }
      }
      subsets.add(new Subset(chosen));
    }
    subsets.sort(Comparator.comparingInt(Subset::size).thenComparing(Subset::key));
    return subsets;
  }

  /** The subset of a key such as {@code wide+deep}, whatever the order of its names. */
  public static Subset of(String key) {
    return new Subset(List.of(key.split("\\+")));
  }

  public int size() {
    return members.size();
  }

  /** Names joined by {@code +}: the key of a head in the manifest. */
  public String key() {
    return String.join("+", members);
  }

  @Override
  public String toString() {
    return key();
  }
}
