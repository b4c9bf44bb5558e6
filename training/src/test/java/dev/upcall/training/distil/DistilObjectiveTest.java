package dev.upcall.training.distil;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Convolution;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.settings.DistilSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistilObjectiveTest {
  private static final double T = 3;
  private static final float[] TAUGHT = {2, -1, 0.5f, 0, 4, 1};

  @Test
  void addsTheLabelsLossToTheDivergenceFromTheTeacher() {
    MelNetwork network =
        new MelNetwork(
            new TreeMap<>(Map.of("m", new Architecture("plain", List.of(Convolution.of(4, 3, 1))))),
            new MapShape(1, 4, 4),
            3);
    try (NDManager manager = Engine.newManager();
        Weights weights = new Weights(manager, 3)) {
      network.declare(weights);
      Teacher teacher = new Fixed();
      DistilObjective objective =
          new DistilObjective(
              network, weights, teacher, new DistilSettings(Optional.empty(), T, 0.75), 0);
      NDArray x = manager.randomNormal(new Shape(2, 1, 4, 4));
      int[] labels = {0, 2};
      float[] losses =
          objective
              .losses(new Lesson(manager, x, labels, objective.frozen(x), new Random(1)))
              .toFloatArray();

      float[] logits =
          network.logits(network.features(x, weights, true), weights, true).toFloatArray();
      double labelLoss = 0;
      double divergence = 0;
      for (int n = 0; n < 2; n++) {
        labelLoss -= logProbability(logits, n, labels[n], 1) / 2;
        for (int c = 0; c < 3; c++) {
          double q = logProbability(TAUGHT, n, c, T);
          divergence += Math.exp(q) * (q - logProbability(logits, n, c, T)) / 2;
        }
      }
      assertEquals(labelLoss, losses[0], 1e-5);
      assertEquals(T * T * divergence, losses[1], 1e-5);
      assertEquals(List.of("m", "m.teacher"), objective.terms());
      assertEquals(0.25f, objective.lambda()[0]);
    }
  }

  private static final class Fixed implements Teacher {
    @Override
    public NDArray logits(NDArray x) {
      return x.getManager().create(TAUGHT, new Shape(2, 3));
    }

    @Override
    public String origin() {
      return "constants";
    }
  }

  private static double logProbability(float[] logits, int row, int column, double temperature) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Math.exp(logits[row * 3 + c] / temperature);
    }
    return logits[row * 3 + column] / temperature - Math.log(sum);
  }
}
