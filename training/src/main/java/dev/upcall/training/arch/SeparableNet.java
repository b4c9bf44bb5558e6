package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution, then depthwise separable blocks: depthwise, then 1x1 convolution, as MobileNet
 * (Howard et al. 2017).
 */
final class SeparableNet {
  /** Window of DS-CNN's first convolution on 49 frames of 10 coefficients, which makes 25x5. */
  private static final Window SPEECH =
      new Window(new Extent(10, 4), Extent.both(2), new Extent(5, 1));

  private SeparableNet() {}

  static Preset preset() {
    return Preset.convolutional(new Knobs(16, 1, 2, 1), SeparableNet::layers);
  }

  /** MobileNetV1, the paper's table at width 0.25. */
  static Preset mobileNet() {
    List<Stage> stages =
        List.of(
            new Stage(16, 1, 1),
            new Stage(32, 2, 2),
            new Stage(64, 2, 2),
            new Stage(128, 6, 2),
            new Stage(256, 2, 2));
    return Preset.convolutional(new Knobs(2, stages), SeparableNet::mobileLayers);
  }

  /** DS-CNN for spoken words (Zhang et al. 2017, "Hello Edge"), in MLPerf Tiny's proportions. */
  static Preset speech() {
    Stage block = new Stage(64, 1, 1);
    Knobs knobs = new Knobs(1, List.of(block, block, block, block));
    return Preset.convolutional(knobs, SeparableNet::speechLayers).without("stride");
  }

  private static List<Layer> layers(Knobs knobs) {
    int channels = knobs.stage(0).channels();
    return behind(Convolution.of(channels, knobs.kernel(), knobs.stride()), knobs);
  }

  /** The first convolution has half of the first stage's channels. */
  private static List<Layer> mobileLayers(Knobs knobs) {
    int channels = Math.max(1, knobs.stage(0).channels() / 2);
    return behind(Convolution.of(channels, knobs.kernel(), knobs.stride()), knobs);
  }

  private static List<Layer> speechLayers(Knobs knobs) {
    return behind(Convolution.over(SPEECH, knobs.stage(0).channels()), knobs);
  }

  private static List<Layer> behind(Convolution first, Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    layers.add(first);
    int channels = first.outputs();
    for (Stage stage : knobs.stages()) {
      for (int block = 0; block < stage.blocks(); block++) {
        layers.add(Convolution.depthwise(channels, knobs.kernel(), stage.stride(block)));
        channels = stage.channels();
        layers.add(Convolution.of(channels, 1, 1));
      }
    }
    return layers;
  }
}
