package dev.upcall.compiler.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.core.tensor.Argmax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of floats give what TFLite's reference kernels give, before and after the passes. */
class FloatModelsTest {
  /** Its weights are int8: TFLite rounds the activations too, by which results differ. */
  private static final String HYBRID = "kws_ref_model_float32.tflite";

  static Stream<String> goldens() throws IOException {
    try (InputStream in = FloatModelsTest.class.getResourceAsStream("/goldens/tflite/floats.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void equalsTheOutputs(String golden) {
    List<String> words = List.of(golden.split(" "));
    String name = words.get(0);
    SharedFiles.require("models");
    Graph graph =
        TfliteImporter.read(SharedFiles.find("models", name).stream().findFirst().orElseThrow())
            .reals()
            .orElseThrow();
    float[] expected = new float[words.size() - 1];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Float.parseFloat(words.get(i + 1));
    }
    float[] input = new float[graph.inputs().get(0).shape().size()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (i * 2654435761L >> 8 & 0xffffff) / (float) (1 << 24);
    }
    assertGives(expected, name, graph, input);
    Graph legal = Passes.channelsLast().run(graph);
    assertEquals(graph.inputs().get(0).shape(), legal.inputs().get(0).shape());
    assertTrue(legal.ops().size() <= graph.ops().size());
    if (endsInSoftmax(graph)) {
      // The passes leave softmax to the decision; probabilities follow from their logits.
      assertTrue(!endsInSoftmax(legal));
      int best = Argmax.of(new FloatInterpreter(graph).run(input));
      assertEquals(best, Argmax.of(new FloatInterpreter(legal).run(input)));
    } else {
      assertGives(expected, name, legal, input);
    }
  }

  private static boolean endsInSoftmax(Graph graph) {
    return graph.ops().get(graph.ops().size() - 1) instanceof Softmax;
  }

  private static void assertGives(float[] expected, String name, Graph graph, float[] input) {
    float[] actual = Arrays.copyOf(new FloatInterpreter(graph).run(input), expected.length);
    if (name.equals(HYBRID)) {
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 0.02f, "element " + i);
      }
    } else {
      Oracle.assertClose(name, expected, actual);
    }
  }

  /** 0x3c00 is 1, 0xc200 -3, 0x0001 the least subnormal 2^-24. */
  @Test
  void halvesAreNumbersOfTheirOwn() {
    assertEquals(1f, HalfFloat.toFloat((short) 0x3c00));
    assertEquals(-3f, HalfFloat.toFloat((short) 0xc200));
    assertEquals(0x1p-24f, HalfFloat.toFloat((short) 1));
    assertEquals(-0x1p-14f, HalfFloat.toFloat((short) 0x8400));
    assertEquals(Float.POSITIVE_INFINITY, HalfFloat.toFloat((short) 0x7c00));
    assertEquals(65504f, HalfFloat.toFloat((short) 0x7bff));
  }

  /** DEQUANTIZE of a float16 constant stands for its elements. */
  @Test
  void weightsOfHalves() {
    TfliteFile file = new TfliteFile();
    int input = file.floats(1, 2);
    int halves = file.halves(new short[] {0x3c00, (short) 0xc200}, 1, 2);
    int weights = file.floats(1, 2);
    int result = file.floats(1, 1);
    byte[] bytes =
        file.operator(6, 0, null, new int[] {halves}, weights)
            .operator(9, 8, TfliteFile.options(), new int[] {input, weights, -1}, result)
            .input(input)
            .output(result)
            .bytes();
    Graph graph =
        TfliteImporter.parse("halves.tflite", bytes, TfliteLimits.standard()).reals().orElseThrow();
    assertEquals(5f - 3 * 2, new FloatInterpreter(graph).run(new float[] {5, 2})[0]);
  }
}
