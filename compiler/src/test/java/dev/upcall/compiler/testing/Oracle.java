package dev.upcall.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.pass.Passes;
import java.util.Random;

/** Holds imported and optimised graphs against ONNX Runtime on random inputs. */
public final class Oracle {
  private static final int SAMPLES = 3;

  private Oracle() {}

  /** Checks the graph as imported and after the passes; returns the latter. */
  public static Graph check(OnnxModel model) {
    Graph imported = model.read();
    Graph passed = Passes.standard().run(imported);
    check(model.bytes(), imported, passed);
    return passed;
  }

  /**
   * @param imported the graph of {@code model} as read
   * @param others graphs that compute the same, possibly from a channels-last input
   */
  public static void check(byte[] model, Graph imported, Graph... others) {
    Shape shape = imported.inputs().get(0).shape();
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    Random random = new Random(11);
    try (Ort ort = new Ort(model)) {
      for (int s = 0; s < SAMPLES; s++) {
        float[] sample = new float[shape.size()];
        for (int i = 0; i < sample.length; i++) {
          sample[i] = (float) random.nextGaussian();
        }
        float[] expected = ort.run(sample, dims, 0);
        assertClose("imported", expected, new FloatInterpreter(imported).run(sample));
        for (Graph other : others) {
          boolean same = other.inputs().get(0).shape().equals(shape);
          float[] fed = same ? sample : channelsLast(sample, shape);
          assertClose("after passes", expected, new FloatInterpreter(other).run(fed));
        }
      }
    }
  }

  /** [N,C,...] as [N,...,C]. */
  public static float[] channelsLast(float[] elements, Shape shape) {
    int channels = shape.dim(1);
    int pixels = shape.size() / shape.dim(0) / channels;
    float[] out = new float[elements.length];
    for (int i = 0; i < elements.length; i++) {
      int n = i / (channels * pixels);
      int c = i / pixels % channels;
      int p = i % pixels;
      out[(n * pixels + p) * channels + c] = elements[i];
    }
    return out;
  }

  /** Within 1e-4 of the largest expected magnitude, or of 1 where that is smaller. */
  public static void assertClose(String what, float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, what);
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-4f * largest, what + ", element " + i);
    }
  }
}
