package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/** Stages of convolutions with max pooling between them, as VGG (Simonyan, Zisserman 2014). */
final class PlainNet {
  private PlainNet() {}

  static Preset preset() {
    return Preset.convolutional(new Knobs(16, 1, 2, 1), PlainNet::layers);
  }

  private static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    int stride = knobs.stride();
    for (Stage stage : knobs.stages()) {
      if (stage.stride() > 1) {
        layers.add(new MaxPooling(stage.stride()));
      }
      for (int block = 0; block < stage.blocks(); block++) {
        layers.add(Convolution.of(stage.channels(), knobs.kernel(), stride));
        stride = 1;
      }
    }
    return layers;
  }
}
