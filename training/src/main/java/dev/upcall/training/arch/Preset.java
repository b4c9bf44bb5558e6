package dev.upcall.training.arch;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A network that {@code training.yaml} can name.
 *
 * @param knobs its size where nothing else is said
 * @param keys what may be said of it
 * @param builder layers for knobs
 */
record Preset(Knobs knobs, Set<String> keys, Function<Knobs, List<Layer>> builder) {
  /** Of every network. */
  private static final Set<String> STAGES = Set.of("width", "channels", "stages", "cut");

  Preset {
    keys = Set.copyOf(keys);
  }

  static Preset dense(Knobs knobs, Function<Knobs, List<Layer>> builder) {
    return new Preset(knobs, STAGES, builder).and("depth");
  }

  static Preset convolutional(Knobs knobs, Function<Knobs, List<Layer>> builder) {
    return dense(knobs, builder).and("strides").and("stride").and("kernel");
  }

  /** With another key. */
  Preset and(String key) {
    Set<String> more = new TreeSet<>(keys);
    more.add(key);
    return new Preset(knobs, more, builder);
  }

  /** Without a key that changes nothing here. */
  Preset without(String key) {
    Set<String> fewer = new TreeSet<>(keys);
    fewer.remove(key);
    return new Preset(knobs, fewer, builder);
  }
}
