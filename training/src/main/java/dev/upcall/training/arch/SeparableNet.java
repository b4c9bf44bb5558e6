package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A 3x3 convolution, then depthwise separable blocks: 3x3 depthwise, 1x1 convolution, as MobileNet
 * (Howard et al. 2017). A stage after the first begins with stride 2.
 */
final class SeparableNet {
  private SeparableNet() {}

  static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    int channels = knobs.width();
    layers.add(Convolution.of(channels, 3, knobs.stride()));
    for (int stage = 0; stage < knobs.stages(); stage++) {
      for (int block = 0; block < knobs.depth(); block++) {
        layers.add(Convolution.depthwise(channels, 3, stage > 0 && block == 0 ? 2 : 1));
        channels = knobs.channels(stage);
        layers.add(Convolution.of(channels, 1, 1));
      }
    }
    return layers;
  }
}
