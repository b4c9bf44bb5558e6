package dev.upcall.training.export;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Numbers;
import dev.upcall.training.data.Augmentation;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.fit.Fit;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.fit.OptimizerSettings;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Small trainings on made up samples of three classes, to be exported. */
final class Trained {
  static final int CLASSES = 3;

  private Trained() {}

  /** Whether a value of a sample is larger in a class. */
  @FunctionalInterface
  interface Mark {
    boolean of(int value, int label);
  }

  /**
   * @param noise standard deviation of every value
   */
  static Samples samples(int count, MapShape shape, double noise, Mark mark) {
    Random random = new Random(5);
    float[][] values = new float[count][shape.size()];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = n % CLASSES;
      for (int i = 0; i < values[n].length; i++) {
        values[n][i] = (float) (noise * random.nextGaussian() + (mark.of(i, labels[n]) ? 1 : 0));
      }
    }
    return new Samples(shape, values, labels, new float[2]);
  }

  static void fit(Objective objective, int epochs, int batch, Samples samples, NDManager manager) {
    FitSettings settings =
        new FitSettings(
            epochs,
            batch,
            0,
            OptimizerSettings.standard(),
            Augmentation.none(),
            Numbers.FLOAT32,
            epochs);
    new Fit("fit", objective, settings, samples, samples, 1)
        .run(manager, Checkpoints.none(), new FitListener() {});
  }

  /** Drawn, not fitted. */
  static Map<Subset, LinearHead> heads(MelNetwork network) {
    Random random = new Random(2);
    Map<Subset, LinearHead> heads = new LinkedHashMap<>();
    for (Subset subset : network.subsets()) {
      float[] weight = new float[CLASSES * network.features(subset)];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) random.nextGaussian();
      }
      heads.put(subset, new LinearHead(weight, new float[] {0.1f, -0.2f, 0.3f}));
    }
    return heads;
  }
}
