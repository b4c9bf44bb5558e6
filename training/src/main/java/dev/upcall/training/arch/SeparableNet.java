package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A 3x3 convolution, then depthwise separable blocks: 3x3 depthwise, 1x1 convolution, as MobileNet
 * (Howard et al. 2017).
 */
final class SeparableNet {
  private SeparableNet() {}

  static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    int channels = knobs.stage(0).channels();
    layers.add(Convolution.of(channels, 3, knobs.stride()));
    for (Stage stage : knobs.stages()) {
      for (int block = 0; block < stage.blocks(); block++) {
        layers.add(Convolution.depthwise(channels, 3, stage.stride(block)));
        channels = stage.channels();
        layers.add(Convolution.of(channels, 1, 1));
      }
    }
    return layers;
  }
}
