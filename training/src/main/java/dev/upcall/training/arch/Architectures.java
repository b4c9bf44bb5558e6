package dev.upcall.training.arch;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The architectures {@code training.yaml} can name. A new one is a builder and a line here. */
public final class Architectures {
  private final Map<String, Function<Knobs, List<Layer>>> builders;

  private Architectures(Map<String, Function<Knobs, List<Layer>>> builders) {
    this.builders = new TreeMap<>(builders);
  }

  /** All that exist. */
  public static Architectures standard() {
    return new Architectures(
        Map.of(
            "plain", PlainNet::layers,
            "separable", SeparableNet::layers,
            "residual", ResidualNet::layers));
  }

  public SortedSet<String> names() {
    return new TreeSet<>(builders.keySet());
  }

  /**
   * Builds one.
   *
   * @throws IllegalArgumentException for a name that is not in {@link #names}
   */
  public Architecture build(String name, Knobs knobs) {
    Function<Knobs, List<Layer>> builder = builders.get(name);
    if (builder == null) {
      throw new IllegalArgumentException("no architecture " + name);
    }
    return new Architecture(name, builder.apply(knobs));
  }
}
