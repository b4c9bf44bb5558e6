package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MelNetworkTest {
  private static final MapShape INPUT = new MapShape(1, 8, 8);

  private final NDManager manager = Engine.newManager();
  private final MelNetwork network = new MelNetwork(members(), INPUT, 3);

  private static SortedMap<String, Architecture> members() {
    Architectures all = Architectures.standard();
    return new TreeMap<>(
        Map.of(
            "a", all.build("plain", new Knobs(2, 1, 2, 1)),
            "b", all.build("residual", new Knobs(3, 1, 2, 1))));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void hasLogitsForEverySubsetAndSample() {
    try (Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      NDArray logits = network.logits(network.sent(input(), weights, false), weights, false);
      assertEquals(new Shape(3, 5, 3), logits.getShape());
    }
  }

  @Test
  void headReadsTheFeaturesOfItsMembersInSortedOrder() {
    assertEquals(List.of("a", "b", "a+b"), network.subsets().stream().map(Subset::key).toList());
    assertEquals(4, network.features(Subset.of("a")));
    assertEquals(6, network.features(Subset.of("b")));
    assertEquals(10, network.features(Subset.of("b+a")));
  }

  /** Each exit has to move its own member, not only its own head. */
  @Test
  void everyTermOfTheLossReachesTheMembersItIsAbout() {
    for (int s = 0; s < 3; s++) {
      float[] lambda = new float[3];
      lambda[s] = 1;
      List<String> members = network.subsets().get(s).members();
      try (Weights weights = new Weights(manager, 1)) {
        network.declare(weights);
        backward(weights, lambda);
        for (String name : List.of("a", "b")) {
          double gradient = weights.get(name + ".0.weight").getGradient().abs().sum().getFloat();
          assertEquals(members.contains(name), gradient > 0, members + " and " + name);
        }
      }
    }
  }

  @Test
  void featuresOfASubsetAreThoseOfTheTable() {
    FeatureTable table =
        new FeatureTable(
            new TreeMap<>(
                Map.of("a", new float[][] {{1, 2}, {3, 4}}, "b", new float[][] {{5}, {6}})),
            new int[] {0, 1});
    assertArrayEquals(new float[][] {{1, 2, 5}, {3, 4, 6}}, table.of(Subset.of("b+a")).values());
  }

  private void backward(Weights weights, float[] lambda) {
    NDArray truth = manager.eye(3).get("0:3").concat(manager.eye(3).get("0:2"));
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDArray logits = network.logits(network.sent(input(), weights, true), weights, true);
      NDArray loss = MelLoss.perSubset(logits, truth).mul(manager.create(lambda)).sum();
      assertTrue(loss.getFloat() > 0);
      collector.backward(loss);
    }
  }

  private NDArray input() {
    return manager.arange(0f, 5 * 64f).mul(0.37f).sin().reshape(5, 1, 8, 8);
  }
}
