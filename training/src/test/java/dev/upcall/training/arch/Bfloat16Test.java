package dev.upcall.training.arch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.upcall.training.Engine;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Bfloat16Test {
  private static final MapShape INPUT = new MapShape(3, 8, 8);

  /** Enough for steady batch statistics where maps have shrunk to one pixel. */
  private static final int SAMPLES = 64;

  @Test
  void keepsEightBitsOfPrecision() {
    try (NDManager manager = Engine.newManager();
        Bfloat16 precision = new Bfloat16(manager)) {
      NDArray x = manager.create(new float[] {1.00390625f, 1.0078125f, -3e38f});
      NDArray back = precision.raise(precision.lower(x, manager));
      // 1 + 1/256 lies between two values and goes to the even one.
      assertArrayEquals(new float[] {1, 1.0078125f, -3e38f}, back.toFloatArray(), 1e36f);
      assertEquals(1, back.getFloat(0));
    }
  }

  static Stream<String> kindsOfLayers() {
    return Stream.of("plain", "separable", "residual", "mlp", "mobilenetv2");
  }

  @ParameterizedTest
  @MethodSource("kindsOfLayers")
  void gradientsPointWhereThoseOfFloat32Do(String name) {
    try (NDManager manager = Engine.newManager();
        Bfloat16 low = new Bfloat16(manager);
        Weights weights = new Weights(manager, 5)) {
      Architecture net = NarrowNetworks.named(name);
      net.declare("net", INPUT, weights);
      float[] exact = gradient(manager, net, weights);
      weights.trainIn(low);
      float[] rounded = gradient(manager, net, weights);
      assertEquals(1, cosine(exact, rounded), 0.15);
    }
  }

  @Test
  void nothingOfAStepStaysWithTheWeights() {
    try (NDManager manager = Engine.newManager();
        Bfloat16 low = new Bfloat16(manager);
        Weights weights = new Weights(manager, 5)) {
      Architecture net = NarrowNetworks.named("residual");
      net.declare("net", INPUT, weights);
      weights.trainIn(low);
      gradient(manager, net, weights);
      NDManager owner = weights.get("net.0.weight").getManager();
      int after = owner.getManagedArrays().size();
      gradient(manager, net, weights);
      assertEquals(after, owner.getManagedArrays().size());
    }
  }

  /** Of a random sum of the features by the first layer's weights. */
  private static float[] gradient(NDManager parent, Architecture net, Weights weights) {
    float[] values = new float[SAMPLES * INPUT.size()];
    Random random = new Random(6);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    try (NDManager manager = parent.newSubManager()) {
      NDArray x = Pictures.of(manager, values, SAMPLES, INPUT);
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        NDArray features = net.forward("net", x, weights, true);
        // Of their squares it would be none where normalisation comes last.
        float[] pull = new float[(int) features.size()];
        for (int i = 0; i < pull.length; i++) {
          pull[i] = (float) random.nextGaussian();
        }
        collector.backward(features.mul(manager.create(pull, features.getShape())).sum());
      }
      NDArray gradient = weights.get("net.0.weight").getGradient();
      gradient.attach(manager);
      float[] copy = gradient.toFloatArray();
      gradient.subi(gradient);
      return copy;
    }
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
