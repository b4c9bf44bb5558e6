package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A 3x3 convolution, then stages of residual blocks of two 3x3 convolutions, as ResNet for small
 * pictures (He et al. 2015, section 4.2). Where a block changes the map's shape, its shortcut is a
 * 1x1 convolution.
 */
final class ResidualNet {
  private ResidualNet() {}

  static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    int channels = knobs.stage(0).channels();
    layers.add(Convolution.of(channels, 3, knobs.stride()));
    for (Stage stage : knobs.stages()) {
      for (int block = 0; block < stage.blocks(); block++) {
        layers.add(block(channels, stage.channels(), stage.stride(block)));
        channels = stage.channels();
      }
    }
    return layers;
  }

  private static Residual block(int inputs, int channels, int stride) {
    List<Layer> body =
        List.of(Convolution.of(channels, 3, stride), Convolution.of(channels, 3, 1).linear());
    List<Layer> shortcut =
        stride == 1 && inputs == channels
            ? List.of()
            : List.of(Convolution.of(channels, 1, stride).linear());
    return new Residual(body, shortcut);
  }
}
