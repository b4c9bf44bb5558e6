package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/** Stages of 3x3 convolutions with max pooling between them, as VGG (Simonyan, Zisserman 2014). */
final class PlainNet {
  private PlainNet() {}

  static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    for (int stage = 0; stage < knobs.stages(); stage++) {
      if (stage > 0) {
        layers.add(new MaxPooling(2));
      }
      for (int block = 0; block < knobs.depth(); block++) {
        int stride = layers.isEmpty() ? knobs.stride() : 1;
        layers.add(Convolution.of(knobs.channels(stage), 3, stride));
      }
    }
    return layers;
  }
}
