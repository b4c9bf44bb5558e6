package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * LeNet-5 (LeCun et al. 1998) as it is built today, with ReLU and max pooling: two stages of
 * convolution and pooling, the second without padding, then dense ones. The first pads, so that 28
 * pixels give what the paper has from 32.
 */
final class LeNet {
  private static final int CONVOLUTIONS = 2;

  private LeNet() {}

  static Preset preset() {
    List<Stage> stages =
        List.of(new Stage(6, 1, 1), new Stage(16, 1, 1), new Stage(120, 1, 1), new Stage(84, 1, 1));
    return Preset.convolutional(new Knobs(1, 5, 1, stages), LeNet::layers)
        .without("depth")
        .without("strides");
  }

  private static List<Layer> layers(Knobs knobs) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < knobs.stages().size(); i++) {
      int channels = knobs.stage(i).channels();
      if (i >= CONVOLUTIONS) {
        layers.add(new Dense(channels));
        continue;
      }
      Window window =
          i == 0 ? Window.square(knobs.kernel(), knobs.stride()) : Window.inside(knobs.kernel(), 1);
      layers.add(Convolution.over(window, channels));
      layers.add(new MaxPooling(2));
    }
    return layers;
  }
}
