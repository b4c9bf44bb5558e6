package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A 3x3 convolution, then stages of residual blocks of two 3x3 convolutions, as ResNet for small
 * pictures (He et al. 2015, section 4.2). Where a stage halves the map, the shortcut is a 1x1
 * convolution of stride 2.
 */
final class ResidualNet {
  private ResidualNet() {}

  static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Convolution.of(knobs.width(), 3, knobs.stride()));
    for (int stage = 0; stage < knobs.stages(); stage++) {
      for (int block = 0; block < knobs.depth(); block++) {
        layers.add(block(knobs.channels(stage), stage > 0 && block == 0));
      }
    }
    return layers;
  }

  private static Residual block(int channels, boolean halve) {
    List<Layer> body =
        List.of(
            Convolution.of(channels, 3, halve ? 2 : 1), Convolution.of(channels, 3, 1).linear());
    List<Layer> shortcut = halve ? List.of(Convolution.of(channels, 1, 2).linear()) : List.of();
    return new Residual(body, shortcut);
  }
}
