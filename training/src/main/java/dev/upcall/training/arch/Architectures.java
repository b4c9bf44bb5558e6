package dev.upcall.training.arch;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The architectures {@code training.yaml} can name. A new one is a builder and a line here. */
public final class Architectures {
  private final Map<String, Preset> presets = new TreeMap<>();

  private Architectures() {}

  /** All that exist. */
  public static Architectures standard() {
    Architectures all = new Architectures();
    all.add("plain", new Knobs(16, 1, 2, 1), PlainNet::layers);
    all.add("separable", new Knobs(16, 1, 2, 1), SeparableNet::layers);
    all.add("residual", new Knobs(16, 1, 2, 1), ResidualNet::layers);
    all.add("resnet8", new Knobs(16, 1, 3, 1), ResidualNet::layers);
    all.add("resnet20", new Knobs(16, 3, 3, 1), ResidualNet::layers);
    all.add("resnet32", new Knobs(16, 5, 3, 1), ResidualNet::layers);
    return all;
  }

  private void add(String name, Knobs knobs, Function<Knobs, List<Layer>> builder) {
    presets.put(name, new Preset(knobs, builder));
  }

  public SortedSet<String> names() {
    return new TreeSet<>(presets.keySet());
  }

  /**
   * The size of a network where nothing else is said.
   *
   * @throws IllegalArgumentException for a name that is not in {@link #names}
   */
  public Knobs knobs(String name) {
    return preset(name).knobs();
  }

  /**
   * Builds one.
   *
   * @throws IllegalArgumentException for a name that is not in {@link #names}
   */
  public Architecture build(String name, Knobs knobs) {
    return new Architecture(name, preset(name).builder().apply(knobs));
  }

  private Preset preset(String name) {
    Preset preset = presets.get(name);
    if (preset == null) {
      throw new IllegalArgumentException("no architecture " + name);
    }
    return preset;
  }
}
