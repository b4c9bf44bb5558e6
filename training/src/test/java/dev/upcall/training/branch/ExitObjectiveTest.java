package dev.upcall.training.branch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Numbers;
import dev.upcall.training.arch.Precision;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.branch.ExitSettings.Training;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.MelObjective;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExitObjectiveTest {
  private static final MapShape INPUT = new MapShape(1, 8, 8);
  private static final int[] LABELS = {0, 1, 2, 0, 1};
  private static final String SHARED = "net.0.weight";
  private static final String BEYOND = "net.2.body.0.weight";
  private static final String OWN = "net.early.0.weight";

  private final NDManager manager = Engine.newManager();
  private final Architectures architectures = Architectures.standard();
  private final Architecture trunk = architectures.build("residual", new Knobs(3, 1, 2, 1));
  private final MelNetwork alone = new MelNetwork(new TreeMap<>(Map.of("net", trunk)), INPUT, 3);
  private final Branch early =
      new Branch(
          "early", 1, 0, architectures.build("plain", new Knobs(2, 1, 1, 1)).layers(), 0, "");

  @AfterEach
  void close() {
    manager.close();
  }

  private static ExitSettings settings(Training training, double weight, double soft) {
    return new ExitSettings(training, weight, Map.of(), 2, soft);
  }

  /** Gradients after one batch, by the names of weights. */
  private Map<String, float[]> gradients(
      ExitSettings settings, BiFunction<NDArray, ExitObjective, NDArray> loss) {
    try (Weights weights = new Weights(manager, 1)) {
      alone.declare(weights);
      ExitObjective objective =
          new ExitObjective(new ExitNetwork(alone, List.of(early), weights), settings, 0);
      assertEquals(List.of("net", "net.early"), objective.terms());
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        collector.backward(loss.apply(objective.losses(lesson()), objective));
      }
      Map<String, float[]> gradients = new TreeMap<>();
      for (String name : List.of(SHARED, BEYOND, OWN)) {
        gradients.put(name, weights.get(name).getGradient().toFloatArray());
      }
      return gradients;
    }
  }

  private Map<String, float[]> gradients(ExitSettings settings) {
    return gradients(settings, (losses, objective) -> losses.sum());
  }

  /** What Java collects while a step is under way is not part of it any more. */
  @Test
  void gradientsDoNotDependOnWhenMemoryIsCollected() {
    ExitSettings settings = settings(Training.DISTILLED, 0.3, 0.5);
    Map<String, float[]> expected = gradients(settings);
    for (int round = 0; round < 5; round++) {
      Map<String, float[]> found =
          gradients(
              settings,
              (losses, objective) -> {
                NDArray sum = losses.sum();
                overwriteWhatIsFree();
                return sum;
              });
      expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), name));
    }
  }

  /** Has garbage collected, and takes the small pieces of native memory that come back. */
  private static void overwriteWhatIsFree() {
    List<ByteBuffer> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int k = 0; k < 2000; k++) {
        taken.add(ByteBuffer.allocateDirect(4).putFloat(0, Float.NaN));
      }
    }
    assertEquals(6000, taken.size());
  }

  private Lesson lesson() {
    NDArray x = manager.arange(0f, 5 * 64f).mul(0.37f).sin().reshape(5, 1, 8, 8);
    return new Lesson(manager, x, LABELS, new NDList(), new Random(1));
  }

  @Test
  void theSharedLayersFeelAnExitByItsWeightAndItsOwnLayersInFull() {
    Map<String, float[]> none = gradients(settings(Training.JOINT, 0, 0));
    Map<String, float[]> half = gradients(settings(Training.JOINT, 0.5, 0));
    Map<String, float[]> full = gradients(settings(Training.JOINT, 1, 0));
    float moved = 0;
    for (int i = 0; i < none.get(SHARED).length; i++) {
      float felt = full.get(SHARED)[i] - none.get(SHARED)[i];
      assertEquals(felt / 2, half.get(SHARED)[i] - none.get(SHARED)[i], 1e-5);
      moved += Math.abs(felt);
    }
    assertTrue(moved > 0.01, "the exit's gradient: " + moved);
    assertArrayEquals(none.get(OWN), half.get(OWN), 1e-6f);
    assertArrayEquals(none.get(OWN), full.get(OWN), 1e-6f);
    assertArrayEquals(none.get(BEYOND), full.get(BEYOND), 1e-6f);
  }

  @Test
  void anExitOfNoWeightLeavesTheEndAsItIsWithoutIt() {
    try (Weights weights = new Weights(manager, 1)) {
      alone.declare(weights);
      MelObjective plain = new MelObjective(alone, weights, new float[] {1}, 0);
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        collector.backward(plain.losses(lesson()).sum());
      }
      assertArrayEquals(
          weights.get(SHARED).getGradient().toFloatArray(),
          gradients(settings(Training.DISTILLED, 0, 0.5)).get(SHARED));
    }
  }

  @Test
  void convolutionsInBfloat16GiveNearlyTheSameLosses() {
    float[] exact = losses(Numbers.FLOAT32);
    float[] rounded = losses(Numbers.BFLOAT16);
    assertEquals(exact[0], rounded[0], 0.03 * exact[0]);
    assertEquals(exact[1], rounded[1], 0.03 * exact[1]);
    assertNotEquals(exact[0], rounded[0]);
  }

  private float[] losses(Numbers numbers) {
    try (Weights weights = new Weights(manager, 1);
        Precision precision = numbers.in(manager)) {
      alone.declare(weights);
      ExitNetwork network = new ExitNetwork(alone, List.of(early), weights);
      weights.trainIn(precision);
      return new ExitObjective(network, settings(Training.DISTILLED, 0.5, 0.5), 0)
          .losses(lesson())
          .toFloatArray();
    }
  }

  @Test
  void theEndDoesNotLearnFromItsPupils() {
    Map<String, float[]> labels = gradients(settings(Training.JOINT, 1, 0.9));
    Map<String, float[]> scores = gradients(settings(Training.DISTILLED, 1, 0.9));
    assertArrayEquals(labels.get(BEYOND), scores.get(BEYOND), 1e-6f);
    float differ = 0;
    for (int i = 0; i < labels.get(OWN).length; i++) {
      differ += Math.abs(labels.get(OWN)[i] - scores.get(OWN)[i]);
    }
    assertTrue(differ > 0.001, "the exit learns the same from scores as from labels");
  }
}
