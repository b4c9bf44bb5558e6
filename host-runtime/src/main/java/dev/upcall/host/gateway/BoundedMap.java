package dev.upcall.host.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entry when it would hold more than {@code limit}. */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int limit;

  BoundedMap(int limit) {
    this.limit = limit;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > limit;
  }
}
