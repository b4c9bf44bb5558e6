package dev.upcall.host;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets an entry when it would hold more than {@code limit}. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int limit;

  private BoundedMap(int limit, boolean accessOrder) {
    super(16, 0.75f, accessOrder);
    this.limit = limit;
  }

  /** Forgets the entry that was added first. */
  public static <K, V> BoundedMap<K, V> forgettingOldest(int limit) {
    return new BoundedMap<>(limit, false);
  }

  /** Forgets the entry that was used longest ago. */
  public static <K, V> BoundedMap<K, V> forgettingUnused(int limit) {
    return new BoundedMap<>(limit, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > limit;
  }
}
