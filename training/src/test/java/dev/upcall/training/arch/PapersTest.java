package dev.upcall.training.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.upcall.training.Engine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The named networks have the sizes that their authors, and those who built them since, count. */
class PapersTest {
  private static final MapShape CIFAR = new MapShape(3, 32, 32);

  private final Architectures all = Architectures.standard();

  private Architecture named(String name) {
    return all.build(name, all.knobs(name));
  }

  /** MEANet's main block, arXiv 2109.06440, has 472 756 parameters for the 100 classes. */
  @Test
  void residualNetworks() {
    assertEquals(472_756, Parameters.of(named("resnet32"), CIFAR, 100));
    assertEquals(272_474, Parameters.of(named("resnet20"), CIFAR, 10));
    assertEquals(78_042, Parameters.of(named("resnet8"), CIFAR, 10));
    for (int depth : List.of(8, 20, 32)) {
      int blocks = named("resnet" + depth).layers().size() - 1;
      assertEquals(depth, 1 + 2 * blocks + 1);
    }
  }

  /** 61 706 with a bias for each output, where batch normalisation has two numbers. */
  @Test
  void leNet() {
    int outputs = 6 + 16 + 120 + 84;
    MapShape letter = new MapShape(1, 28, 28);
    assertEquals(61_706 + outputs, Parameters.of(named("lenet5"), letter, 10));
  }

  /** MLPerf Tiny's person detection: 216 322, a bias before each batch normalisation among them. */
  @Test
  void mobileNetV1() {
    long biases = 8 + (8 + 16) + (16 + 32) + (32 + 32) + (32 + 64) + (64 + 64) + (64 + 128);
    biases += 5 * (128 + 128) + (128 + 256) + (256 + 256);
    assertEquals(216_322 - biases, Parameters.of(named("mobilenetv1"), new MapShape(3, 96, 96), 2));
  }

  /** At width 1: 3 504 872 with the last convolution and its classifier for 1000 classes. */
  @Test
  void mobileNetV2() {
    Knobs knobs = all.knobs("mobilenetv2");
    int[] channels = {16, 24, 32, 64, 96, 160, 320};
    List<Stage> stages =
        IntStream.range(0, channels.length)
            .mapToObj(i -> new Stage(channels[i], knobs.stage(i).blocks(), knobs.stage(i).stride()))
            .toList();
    Architecture full = all.build("mobilenetv2", new Knobs(2, 3, knobs.expansion(), stages));
    long end = 320 * 1280 + 2 * 1280 + 1281 * 1000;
    MapShape picture = new MapShape(3, 224, 224);
    assertEquals(3_504_872 - end + 321, Parameters.of(full, picture, 1));
    assertEquals(new MapShape(320, 7, 7), Chain.output(full.layers(), picture));
  }

  /** MLPerf Tiny's keyword spotting: 2.66 million multiply-accumulates on maps of 25x5. */
  @Test
  void depthwiseSeparableSpeech() {
    MapShape speech = new MapShape(1, 49, 10);
    Architecture net = named("dscnn");
    assertEquals(new MapShape(64, 25, 5), net.layers().get(0).output(speech));
    assertEquals(125 * (64 * 40 + 4 * 64 * (9 + 64)), net.macs(speech));
  }

  @Test
  void aSeriesIsReadAlongItself() {
    Architecture net = named("cnn1d");
    MapShape series = new MapShape(3, 128, 1);
    assertEquals(new MapShape(64, 32, 1), Chain.output(net.layers(), series));
    assertEquals(16 * 5 * 3 * 128 + 32 * 5 * 16 * 64 + 64 * 5 * 32 * 32, net.macs(series));
  }

  @Test
  void nothingReadsMapsBehindADenseLayer() {
    List<Layer> mixed = List.of(new Dense(4), Convolution.of(4, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> Chain.output(mixed, CIFAR));
  }

  @Test
  void everyWeightLearns() {
    for (String name : all.names()) {
      try (NDManager manager = Engine.newManager();
          Weights weights = new Weights(manager, 5)) {
        MapShape input = NarrowNetworks.input(name);
        Architecture net = NarrowNetworks.named(name);
        net.declare("net", input, weights);
        Shape batch = new Shape(8, input.channels(), input.height(), input.width());
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
          NDArray features = net.forward("net", manager.randomNormal(batch), weights, true);
          collector.backward(features.mul(manager.randomNormal(features.getShape())).sum());
        }
        for (String weight : weights.snapshot().names()) {
          NDArray values = weights.get(weight);
          float norm = values.hasGradient() ? values.getGradient().norm().getFloat() : 1;
          assertTrue(norm > 0 && Float.isFinite(norm), name + " " + weight + " " + norm);
        }
      }
    }
  }
}
