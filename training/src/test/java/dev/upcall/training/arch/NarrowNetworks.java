package dev.upcall.training.arch;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Every architecture with few channels and blocks, for tests of what they compute. */
public final class NarrowNetworks {
  private static final MapShape PICTURE = new MapShape(2, 16, 16);
  private static final Map<String, MapShape> OTHERS =
      Map.of("cnn1d", new MapShape(3, 40, 1), "dscnn", new MapShape(1, 49, 10));
  private static final int WIDTH = 6;
  private static final int WIDEST = 16;

  /** Noise has gone through all of a deep network as nothing but its mean. */
  private static final int MOST_STAGES = 4;

  private NarrowNetworks() {}

  /** The architecture of that name. */
  public static Architecture named(String name) {
    Architectures all = Architectures.standard();
    Knobs knobs = all.knobs(name);
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : knobs.first(Math.min(MOST_STAGES, knobs.stages().size())).stages()) {
      int channels = stage.channels() * WIDTH / knobs.stage(0).channels();
      stages.add(
          new Stage(Math.min(channels, WIDEST), Math.min(stage.blocks(), 2), stage.stride()));
    }
    return all.build(
        name, new Knobs(knobs.stride(), knobs.kernel(), Math.min(knobs.expansion(), 2), stages));
  }

  /** What it can read. */
  public static MapShape input(String name) {
    return OTHERS.getOrDefault(name, PICTURE);
  }

  /**
   * Weights as if trained: batch normalisation that is not the identity, and the same numbers on
   * every machine.
   *
   * @param path where they lie
   */
  public static Snapshot weights(NDManager manager, String path, String name) {
    Random random = new Random(name.hashCode());
    try (Weights weights = new Weights(manager, name.hashCode())) {
      named(name).declare(path, input(name), weights);
      Snapshot fresh = weights.snapshot();
      Map<String, float[]> values = new HashMap<>();
      for (String weight : fresh.names()) {
        values.put(weight, moved(weight, fresh.values(weight), random));
      }
      return new Snapshot(values);
    }
  }

  private static float[] moved(String name, float[] fresh, Random random) {
    String kind = name.substring(name.lastIndexOf('.') + 1);
    boolean positive = kind.equals("variance") || kind.equals("gamma");
    float[] moved = fresh.clone();
    for (int i = 0; i < moved.length && !kind.equals("weight"); i++) {
      moved[i] = positive ? 0.8f + 0.6f * random.nextFloat() : random.nextFloat() - 0.4f;
    }
    return moved;
  }
}
