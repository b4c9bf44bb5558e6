package dev.upcall.compiler.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.TfliteFloatCases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Operators on floats give what TensorFlow Lite Micro's reference kernels give, but for rounding.
 */
class FloatOperatorGoldensTest {
  @Test
  void equalWhatWasRecorded() throws IOException {
    Map<String, byte[]> models = TfliteFloatCases.all();
    Set<String> compared = new HashSet<>();
    for (String line : lines()) {
      String[] words = line.split(" ");
      compared.add(words[0]);
      Graph graph =
          TfliteImporter.parse(words[0], models.get(words[0]), TfliteLimits.standard())
              .reals()
              .orElseThrow();
      ByteBuffer inputs = buffer(words[1]);
      ByteBuffer outputs = buffer(words[2]);
      while (inputs.hasRemaining()) {
        List<Tensor> operands = new ArrayList<>();
        for (Value input : graph.inputs()) {
          operands.add(Tensor.of(take(inputs, input)));
        }
        List<Tensor> found =
            new FloatInterpreter(graph).runTensors(operands, (value, tensor) -> {});
        float[] expected = take(outputs, graph.outputs().get(0));
        Oracle.assertClose(words[0], expected, found.get(0).floats());
      }
    }
    assertEquals(models.keySet(), compared);
  }

  private static float[] take(ByteBuffer buffer, Value value) {
    float[] elements = new float[value.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = buffer.getFloat();
    }
    return elements;
  }

  private static ByteBuffer buffer(String base64) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<String> lines() throws IOException {
    String file = "/goldens/tflite/float-operators.txt";
    try (InputStream in = FloatOperatorGoldensTest.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
