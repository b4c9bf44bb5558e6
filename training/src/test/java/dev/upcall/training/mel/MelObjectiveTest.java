package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.fit.Lesson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MelObjectiveTest {
  private static final int[] LABELS = {0, 1, 2, 0, 1};
  private static final Coarse GROUPS =
      new Coarse(List.of("a"), List.of("even", "odd"), List.of(0, 1, 0));

  private final NDManager manager = Engine.newManager();
  private final MelNetwork network =
      new MelNetwork(
          new TreeMap<>(
              Map.of(
                  "a", Architectures.standard().build("plain", new Knobs(2, 1, 2, 1)),
                  "b", Architectures.standard().build("residual", new Knobs(3, 1, 2, 1)))),
          new MapShape(1, 8, 8),
          3);

  @AfterEach
  void close() {
    manager.close();
  }

  /** The losses of a, b and a+b, then the gradients of a's and b's first layers. */
  private float[][] learn(Coarse coarse) {
    try (Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      MelObjective objective = new MelObjective(network, weights, new float[] {1, 1, 0}, 0, coarse);
      NDArray losses;
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        losses = objective.losses(lesson());
        collector.backward(losses.mul(manager.create(objective.lambda())).sum());
      }
      return new float[][] {
        losses.toFloatArray(),
        weights.get("a.0.weight").getGradient().toFloatArray(),
        weights.get("b.0.weight").getGradient().toFloatArray()
      };
    }
  }

  private Lesson lesson() {
    NDArray x = manager.arange(0f, 5 * 64f).mul(0.37f).sin().reshape(5, 1, 8, 8);
    return new Lesson(manager, x, LABELS, new NDList(), new Random(1));
  }

  /** Logits of a alone, as they are in training. */
  private float[][] alone() {
    try (Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      NDArray logits =
          network.logits(network.sent(lesson().x(), weights, true), weights, true).get(0);
      float[] all = logits.toFloatArray();
      float[][] rows = new float[LABELS.length][];
      for (int n = 0; n < rows.length; n++) {
        rows[n] = Arrays.copyOfRange(all, 3 * n, 3 * n + 3);
      }
      return rows;
    }
  }

  @Test
  void anExitOfGroupsIsTrainedByTheLossOfItsGroups() {
    float[] fine = learn(Coarse.NONE)[0];
    float[] coarse = learn(GROUPS)[0];
    assertEquals(Score.of(alone(), LABELS).loss(), fine[0], 1e-5);
    double ofGroups = Score.of(GROUPS.logits(alone()), GROUPS.of(LABELS)).loss();
    assertEquals(ofGroups, coarse[0], 1e-5);
    assertTrue(ofGroups < fine[0] - 0.1, ofGroups + " and " + fine[0]);
    assertArrayEquals(
        Arrays.copyOfRange(fine, 1, 3), Arrays.copyOfRange(coarse, 1, 3), 1e-6f, "the others");
  }

  @Test
  void itsMemberMovesOtherwiseAndTheOthersAsBefore() {
    float[][] fine = learn(Coarse.NONE);
    float[][] coarse = learn(GROUPS);
    float differ = 0;
    for (int i = 0; i < fine[1].length; i++) {
      differ += Math.abs(fine[1][i] - coarse[1][i]);
    }
    assertTrue(differ > 1e-3, "a learns the same from groups as from classes: " + differ);
    assertArrayEquals(fine[2], coarse[2], 1e-6f);
  }
}
