package dev.upcall.training.arch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final MapShape INPUT = new MapShape(1, 8, 8);

  @Test
  void countsTheMacsOfADepthwiseSeparableNet() {
    Architecture net = Architectures.standard().build("separable", new Knobs(8, 1, 2, 1));
    long stem = 64 * 8 * 9;
    long first = 64 * 8 * 9 + 64 * 8 * 8;
    long second = 16 * 8 * 9 + 16 * 8 * 16;
    assertEquals(stem + first + second, net.macs(INPUT));
    assertEquals(16, net.features(INPUT));
  }

  @Test
  void countsTheParametersOfAResidualNet() {
    Architecture net = Architectures.standard().build("residual", new Knobs(4, 1, 2, 1));
    // Two more per output channel for batch normalisation.
    long stem = 4 * 9 + 8;
    long first = 2 * (4 * 4 * 9 + 8);
    long second = (8 * 4 * 9 + 16) + (8 * 8 * 9 + 16) + (8 * 4 + 16);
    try (NDManager manager = Engine.newManager();
        Weights weights = new Weights(manager, 0)) {
      net.declare("net", INPUT, weights);
      assertEquals(stem + first + second, weights.trained());
    }
  }

  @Test
  void theFourStageBaseOfTheStudiesHas412kParameters() {
    Knobs base = new Knobs(1, stages(16, 32, 64, 160));
    long stem = 16 * 3 * 9 + 2 * 16;
    long threeStages = stem + stage(16, 16) + stage(16, 32) + stage(32, 64);
    assertEquals(412_762, threeStages + stage(64, 160) + 161 * 10);
    assertEquals(412_762, parameters(base, 10));
    assertEquals(threeStages + 65 * 10, parameters(base.first(3), 10));
  }

  @Test
  void aCutNetworkIsAPrefix() {
    Architectures all = Architectures.standard();
    for (String name : all.names()) {
      Knobs knobs = all.knobs(name);
      List<Layer> whole = all.build(name, knobs).layers();
      for (int count = 1; count <= knobs.stages().size(); count++) {
        List<Layer> cut = all.build(name, knobs.first(count)).layers();
        assertEquals(whole.subList(0, cut.size()), cut, name);
      }
    }
  }

  private static long stage(int inputs, int channels) {
    long body = 9L * inputs * channels + 9L * channels * channels + 4L * channels;
    return inputs == channels ? body : body + (long) inputs * channels + 2L * channels;
  }

  private static List<Stage> stages(int... channels) {
    List<Stage> stages = new ArrayList<>();
    for (int width : channels) {
      stages.add(new Stage(width, 1, stages.isEmpty() ? 1 : 2));
    }
    return stages;
  }

  /** With a linear classifier. */
  private static long parameters(Knobs knobs, int classes) {
    MapShape input = new MapShape(3, 32, 32);
    return Parameters.of(Architectures.standard().build("residual", knobs), input, classes);
  }

  @Test
  void sameSeedMeansSameWeights() {
    try (NDManager manager = Engine.newManager();
        Weights first = new Weights(manager, 3);
        Weights second = new Weights(manager, 3)) {
      first.normal("w", 0.1, 2, 3);
      second.normal("w", 0.1, 2, 3);
      assertArrayEquals(first.snapshot().values("w"), second.snapshot().values("w"));
    }
  }

  @Test
  void snapshotBringsWeightsBack() {
    try (NDManager manager = Engine.newManager();
        Weights weights = new Weights(manager, 3)) {
      weights.normal("w", 1, 4);
      Snapshot snapshot = weights.snapshot();
      weights.get("w").muli(0);
      weights.restore(snapshot);
      assertArrayEquals(snapshot.values("w"), weights.get("w").toFloatArray());
    }
  }

  @Test
  void refusesMapsThatVanishAndAddsThatDoNotFit() {
    Architecture tooDeep = Architectures.standard().build("plain", new Knobs(4, 1, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> tooDeep.features(INPUT));
    Residual uneven = new Residual(List.of(Convolution.of(2, 3, 2)), List.of(), Rectifier.RELU);
    assertThrows(IllegalArgumentException.class, () -> uneven.output(INPUT));
    assertThrows(
        IllegalArgumentException.class, () -> Convolution.depthwise(3, 3, 1).output(INPUT));
    assertThrows(IllegalArgumentException.class, () -> Convolution.of(3, 2, 1));
  }
}
