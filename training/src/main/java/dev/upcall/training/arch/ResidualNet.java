package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution, then stages of residual blocks of two convolutions, as ResNet for small pictures
 * (He et al. 2015, section 4.2). Where a block changes the map's shape, its shortcut is a 1x1
 * convolution.
 */
final class ResidualNet {
  private ResidualNet() {}

  /** With stages of 16 channels, then 32 and so on, each of so many blocks. */
  static Preset preset(int stages, int depth) {
    return Preset.convolutional(new Knobs(16, depth, stages, 1), ResidualNet::layers);
  }

  private static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    int channels = knobs.stage(0).channels();
    layers.add(Convolution.of(channels, knobs.kernel(), knobs.stride()));
    for (Stage stage : knobs.stages()) {
      for (int block = 0; block < stage.blocks(); block++) {
        layers.add(block(channels, stage.channels(), knobs.kernel(), stage.stride(block)));
        channels = stage.channels();
      }
    }
    return layers;
  }

  private static Residual block(int inputs, int channels, int kernel, int stride) {
    List<Layer> body =
        List.of(
            Convolution.of(channels, kernel, stride), Convolution.of(channels, kernel, 1).linear());
    List<Layer> shortcut =
        stride == 1 && inputs == channels
            ? List.of()
            : List.of(Convolution.of(channels, 1, stride).linear());
    return new Residual(body, shortcut, Rectifier.RELU);
  }
}
