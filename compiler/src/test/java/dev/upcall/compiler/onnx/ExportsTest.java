package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.pass.Passes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks as the tools of users export them, with their constant subgraphs, detours and double
 * transpositions: they compute what ONNX Runtime computes, and no transposition is left of them.
 * {@code exports/make.py} made the files.
 */
class ExportsTest {
  private static final float TOLERANCE = 2e-5f;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytorch-mobilenet-13",
        "pytorch-hardswish-17",
        "pytorch-lenet-18",
        "pytorch-sensor-13",
        "pytorch-lstm-14",
        "pytorch-gru-14",
        "pytorch-upscale-13",
        "pytorch-dynamo-mobilenet",
        "pytorch-dynamo-lenet",
        "pytorch-dynamo-gelu",
        "keras-dscnn",
        "keras-lenet",
        "keras-sensor",
        "sklearn-regressor",
        "sklearn-classifier",
        "sklearn-scaled"
      })
  void equalsOnnxRuntime(String name) throws IOException {
    assertEquals(0, transpositionsAfter(name));
  }

  /** Keras repeats rows by a tiling that it transposes; that one is the model's own. */
  @Test
  void repetitionByTilingKeepsItsTransposition() throws IOException {
    assertEquals(1, transpositionsAfter("keras-upscale"));
  }

  /** Holds the network against its outputs; how many transpositions the passes left. */
  private static long transpositionsAfter(String name) throws IOException {
    byte[] bytes = resource(name + ".onnx");
    List<String> numbers =
        new String(resource(name + ".txt"), StandardCharsets.US_ASCII).lines().toList();
    Graph imported = OnnxImporter.parse(name, bytes, OnnxLimits.standard());
    Graph graph = Passes.standard().run(imported);
    float[] in =
        channelsLast(
            floats(numbers.get(0)),
            imported.inputs().get(0).shape(),
            graph.inputs().get(0).shape());
    Value last = imported.outputs().get(imported.outputs().size() - 1);
    float[] expected =
        channelsLast(floats(numbers.get(1)), last.shape(), graph.outputs().get(0).shape());
    float[] out = new FloatInterpreter(graph).run(in);
    // The passes leave a last softmax to the decision module.
    boolean lifted = hasSoftmax(imported) && !hasSoftmax(graph);
    assertArrayEquals(expected, lifted ? softmax(out) : out, TOLERANCE);
    return graph.ops().stream().filter(Transpose.class::isInstance).count();
  }

  private static boolean hasSoftmax(Graph graph) {
    return graph.ops().stream().anyMatch(Softmax.class::isInstance);
  }

  private static float[] softmax(float[] logits) {
    float[] out = new float[logits.length];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (Math.exp(logits[i]) / sum);
    }
    return out;
  }

  /** Reorders [N,C,...] to [N,...,C] where the passes did. */
  private static float[] channelsLast(float[] elements, Shape before, Shape after) {
    if (before.equals(after)) {
      return elements;
    }
    int channels = before.dim(1);
    int positions = elements.length / channels;
    float[] reordered = new float[elements.length];
    for (int i = 0; i < elements.length; i++) {
      reordered[i % positions * channels + i / positions] = elements[i];
    }
    return reordered;
  }

  private static float[] floats(String line) {
    String[] words = line.split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    assertTrue(values.length > 0, Arrays.toString(words));
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ExportsTest.class.getResourceAsStream("/exports/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
