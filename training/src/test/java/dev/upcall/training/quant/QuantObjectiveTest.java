package dev.upcall.training.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.upcall.core.tensor.QParams;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Pictures;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuantObjectiveTest {
  private static final MapShape INPUT = new MapShape(1, 8, 8);
  private static final int[] LABELS = {0, 1, 1, 0};

  private final NDManager manager = Engine.newManager();
  private final Random random = new Random(5);

  /** All kinds of constants: of convolutions and of the exit, and the bounds of its ReLU6. */
  private final FoldedNetwork network = network();

  private final Weights weights = new Weights(manager, 1);
  private final Weights floats = new Weights(manager, 1);

  @AfterEach
  void close() {
    manager.close();
  }

  private FoldedNetwork network() {
    Architecture member = Architectures.standard().build("mobilenetv2", new Knobs(4, 1, 2, 1));
    try (Weights trained = new Weights(manager, 7)) {
      member.declare("m", INPUT, trained);
      float[] exit = new float[2 * member.features(INPUT)];
      for (int i = 0; i < exit.length; i++) {
        exit[i] = (float) random.nextGaussian();
      }
      return new FoldedNetwork(
          ExitGraph.of(
              "m", member, INPUT, trained.snapshot(), new LinearHead(exit, new float[] {0, 1})));
    }
  }

  private QuantObjective objective(Samples calibrate) {
    return new QuantObjective(
        "m", network, weights, floats, Bits.INT4, calibrate, QParams.ofRange(-2, 2), manager);
  }

  private Samples samples() {
    float[][] values = new float[LABELS.length][INPUT.size()];
    for (float[] sample : values) {
      for (int i = 0; i < sample.length; i++) {
        sample[i] = (float) random.nextGaussian();
      }
    }
    return new Samples(INPUT, values, LABELS, new float[1]);
  }

  @Test
  void aStepLeavesNothingWithTheWeights() {
    network.declare(weights);
    network.declare(floats);
    Samples samples = samples();
    QuantObjective objective = objective(samples);
    objective.epochBegins(1, 1);
    float moved = step(objective, samples);
    assertTrue(moved > 0, "gradients reach the weights");
    int after = arrays(weights) + arrays(floats);
    for (int i = 1; i < 10; i++) {
      step(objective, samples);
    }
    assertEquals(after, arrays(weights) + arrays(floats));
  }

  /** Returns how large the gradients of all weights are together. */
  private float step(QuantObjective objective, Samples samples) {
    try (NDManager own = manager.newSubManager()) {
      float[] values = new float[LABELS.length * INPUT.size()];
      for (int n = 0; n < LABELS.length; n++) {
        System.arraycopy(samples.values()[n], 0, values, n * INPUT.size(), INPUT.size());
      }
      NDArray x = Pictures.of(own, values, LABELS.length, INPUT);
      Lesson lesson = new Lesson(own, x, LABELS, objective.frozen(x), random);
      try (GradientCollector collector = own.getEngine().newGradientCollector()) {
        collector.backward(objective.losses(lesson).sum());
      }
      float[] sum = {0};
      weights.step(
          (name, weight, gradient) -> {
            gradient.attach(own);
            sum[0] += gradient.abs().sum().getFloat();
          });
      return sum[0];
    }
  }

  private static int arrays(Weights weights) {
    return weights.get(OnnxGraph.LOGITS + ".weight").getManager().getManagedArrays().size();
  }

  @Test
  void dependsOnTheSamplesThatRangesAreChosenBy() {
    Samples calibrate = samples();
    assertEquals(objective(calibrate).foreign(), objective(calibrate).foreign());
    assertNotEquals(objective(calibrate).foreign(), objective(samples()).foreign());
  }
}
