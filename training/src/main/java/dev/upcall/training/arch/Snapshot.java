package dev.upcall.training.arch;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Weights at one moment, outside the engine; what a checkpoint keeps and an export reads. */
public final class Snapshot {
  private final Map<String, float[]> values;

  /**
   * @param values by name; the arrays are not copied
   */
  public Snapshot(Map<String, float[]> values) {
    this.values = new TreeMap<>(values);
  }

  /** In alphabetical order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /**
   * Values of one weight, row-major in its declared shape; not to be written to.
   *
   * @throws IllegalArgumentException for a name that was never declared
   */
  public float[] values(String name) {
    float[] found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no weight " + name);
    }
    return found;
  }

  /** Those whose names begin with a path and a dot, such as a member's. */
  public Snapshot under(String path) {
    Map<String, float[]> some = new TreeMap<>(values);
    some.keySet().removeIf(name -> !name.startsWith(path + "."));
    return new Snapshot(some);
  }

  /** These weights, and the other's in place of those of the same names. */
  public Snapshot with(Snapshot other) {
    Map<String, float[]> both = new TreeMap<>(values);
    both.putAll(other.values);
    return new Snapshot(both);
  }
}
