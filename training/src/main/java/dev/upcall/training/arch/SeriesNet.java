package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/** Convolutions along a series [C,N,1], as of a sensor; a stage begins by skipping steps. */
final class SeriesNet {
  private SeriesNet() {}

  static Preset preset() {
    Knobs knobs = new Knobs(1, 5, 1, new Knobs(16, 1, 3, 1).stages());
    return Preset.convolutional(knobs, SeriesNet::layers);
  }

  private static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    int stride = knobs.stride();
    for (Stage stage : knobs.stages()) {
      for (int block = 0; block < stage.blocks(); block++) {
        Window window = Window.series(knobs.kernel(), stride * stage.stride(block));
        layers.add(Convolution.over(window, stage.channels()));
        stride = 1;
      }
    }
    return layers;
  }
}
