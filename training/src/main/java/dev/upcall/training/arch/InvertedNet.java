package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2 (Sandler et al. 2018): a convolution, then inverted residual blocks, which widen the
 * map, convolve it channel by channel, and narrow it again without a rectifier. The first stage
 * does not widen. The paper's last 1x1 convolution is left out: it has more weights than all of a
 * small network before it.
 */
final class InvertedNet {
  private InvertedNet() {}

  /** The paper's table at width 0.35. */
  static Preset preset() {
    List<Stage> stages =
        List.of(
            new Stage(8, 1, 1),
            new Stage(8, 2, 2),
            new Stage(16, 3, 2),
            new Stage(24, 4, 2),
            new Stage(32, 3, 1),
            new Stage(56, 3, 2),
            new Stage(112, 1, 1));
    return Preset.convolutional(new Knobs(2, 3, 6, stages), InvertedNet::layers).and("expansion");
  }

  private static List<Layer> layers(Knobs knobs) {
    int channels = 2 * knobs.stage(0).channels();
    List<Layer> layers = new ArrayList<>();
    layers.add(Convolution.of(channels, knobs.kernel(), knobs.stride()).then(Rectifier.RELU6));
    for (Stage stage : knobs.stages()) {
      boolean narrow = layers.size() == 1;
      for (int block = 0; block < stage.blocks(); block++) {
        int inside = narrow ? channels : knobs.expansion() * channels;
        List<Layer> body = body(channels, inside, stage, block, knobs.kernel());
        boolean same = stage.stride(block) == 1 && channels == stage.channels();
        layers.addAll(same ? List.of(new Residual(body, List.of(), Rectifier.NONE)) : body);
        channels = stage.channels();
      }
    }
    return layers;
  }

  private static List<Layer> body(int channels, int inside, Stage stage, int block, int kernel) {
    List<Layer> body = new ArrayList<>();
    if (inside != channels) {
      body.add(Convolution.of(inside, 1, 1).then(Rectifier.RELU6));
    }
    body.add(Convolution.depthwise(inside, kernel, stage.stride(block)).then(Rectifier.RELU6));
    body.add(Convolution.of(stage.channels(), 1, 1).linear());
    return body;
  }
}
