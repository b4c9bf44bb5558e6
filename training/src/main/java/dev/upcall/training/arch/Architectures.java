package dev.upcall.training.arch;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The architectures {@code training.yaml} can name. A new one is a builder and a line here. */
public final class Architectures {
  private final Map<String, Preset> presets;

  private Architectures(Map<String, Preset> presets) {
    this.presets = new TreeMap<>(presets);
  }

  /** All that exist. */
  public static Architectures standard() {
    return new Architectures(
        Map.ofEntries(
            Map.entry("plain", PlainNet.preset()),
            Map.entry("separable", SeparableNet.preset()),
            Map.entry("residual", ResidualNet.preset(2, 1)),
            Map.entry("mlp", MlpNet.preset()),
            Map.entry("lenet5", LeNet.preset()),
            Map.entry("cnn1d", SeriesNet.preset()),
            Map.entry("dscnn", SeparableNet.speech()),
            Map.entry("resnet8", ResidualNet.preset(3, 1)),
            Map.entry("resnet20", ResidualNet.preset(3, 3)),
            Map.entry("resnet32", ResidualNet.preset(3, 5)),
            Map.entry("mobilenetv1", SeparableNet.mobileNet()),
            Map.entry("mobilenetv2", InvertedNet.preset())));
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

  /** Keys of {@code training.yaml} that mean something to a network, in alphabetical order. */
  public SortedSet<String> keys(String name) {
    return new TreeSet<>(preset(name).keys());
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
