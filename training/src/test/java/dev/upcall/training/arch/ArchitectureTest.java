package dev.upcall.training.arch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.Engine;
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
    Residual uneven = new Residual(List.of(Convolution.of(2, 3, 2)), List.of());
    assertThrows(IllegalArgumentException.class, () -> uneven.output(INPUT));
    assertThrows(
        IllegalArgumentException.class, () -> Convolution.depthwise(3, 3, 1).output(INPUT));
    assertThrows(IllegalArgumentException.class, () -> Convolution.of(3, 2, 1));
  }
}
