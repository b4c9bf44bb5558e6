package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/** A multilayer perceptron: dense layers on all values of the sample. */
final class MlpNet {
  private MlpNet() {}

  static Preset preset() {
    Knobs knobs = new Knobs(1, List.of(new Stage(64, 1, 1), new Stage(64, 1, 1)));
    return Preset.dense(knobs, MlpNet::layers);
  }

  private static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    for (Stage stage : knobs.stages()) {
      for (int block = 0; block < stage.blocks(); block++) {
        layers.add(new Dense(stage.channels()));
      }
    }
    return layers;
  }
}
