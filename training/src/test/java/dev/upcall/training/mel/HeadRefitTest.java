package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.Engine;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadRefitTest {
  private final NDManager manager = Engine.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Three noisy clusters; one feature on another scale, one that never changes. */
  private static Features clusters(int samples, double noise, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[samples][];
    int[] labels = new int[samples];
    for (int n = 0; n < samples; n++) {
      labels[n] = n % 3;
      double x = (labels[n] == 1 ? 2 : 0) + noise * random.nextGaussian();
      double y = 1000 * ((labels[n] == 2 ? 2 : 0) + noise * random.nextGaussian());
      values[n] = new float[] {(float) x, (float) y, 5};
    }
    return new Features(values, labels);
  }

  @Test
  void separatesWhatCanBeSeparated() {
    HeadRefit.Refit refit =
        new HeadRefit(manager, 3).fit(clusters(300, 0.2, 1), clusters(90, 0.2, 2));
    assertEquals(1.0, refit.select().accuracy());
    assertTrue(refit.select().loss() < 0.02, "loss " + refit.select().loss());
  }

  /** A channel that only twitches separates two classes in float; int8 would not see it. */
  @Test
  void doesNotLeanAnExitOnANearlyDeadFeature() {
    Random random = new Random(7);
    float[][] values = new float[300][];
    int[] labels = new int[values.length];
    for (int n = 0; n < values.length; n++) {
      labels[n] = n % 3;
      values[n] =
          new float[] {
            (float) (labels[n] == 1 ? 2 : random.nextGaussian()), labels[n] == 2 ? 1e-4f : 0
          };
    }
    Features features = new Features(values, labels);
    HeadRefit refit = new HeadRefit(manager, 3);
    assertTrue(greatest(refit.fit(features, features)) > 10_000);
    assertTrue(greatest(refit.fitExit(features, features)) < 1000);
  }

  private static double greatest(HeadRefit.Refit refit) {
    double greatest = 0;
    for (float weight : refit.head().weight()) {
      greatest = Math.max(greatest, Math.abs(weight));
    }
    return greatest;
  }

  @Test
  void penalisesMoreWhereThereAreFewSamples() {
    HeadRefit refit = new HeadRefit(manager, 3);
    double few = refit.fit(clusters(12, 1.5, 3), clusters(300, 1.5, 4)).l2();
    double many = refit.fit(clusters(3000, 1.5, 5), clusters(300, 1.5, 4)).l2();
    assertTrue(few > many, few + " and " + many);
  }

  /** At the minimum the mean of p - y is zero for every class: the bias has no penalty. */
  @Test
  void isCalibratedOnTheWhole() {
    Features train = clusters(300, 1, 6);
    try (SoftmaxRegression regression =
        new SoftmaxRegression(manager, train.values(), train.labels(), 3)) {
      LinearHead head = regression.fit(0.01, regression.origin()).head();
      double[] sum = new double[3];
      for (int n = 0; n < train.size(); n++) {
        float[] z = head.logits(train.values()[n]);
        double all = Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2]);
        for (int c = 0; c < 3; c++) {
          sum[c] += Math.exp(z[c]) / all - (train.labels()[n] == c ? 1 : 0);
        }
      }
      for (double value : sum) {
        assertEquals(0, value / train.size(), 1e-4);
      }
    }
  }
}
