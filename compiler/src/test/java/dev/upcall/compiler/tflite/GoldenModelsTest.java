package dev.upcall.compiler.tflite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.GoldenModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imported models give in Java what TensorFlow Lite Micro's reference kernels give. */
class GoldenModelsTest {
  private final Interpreter interpreter = new Interpreter();

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void equalsTheOutputs(GoldenModel golden) {
    QuantGraph model = TfliteImporter.read(golden.model()).integers().orElseThrow();
    List<byte[]> inputs = golden.inputs();
    List<byte[]> outputs = golden.outputs();
    assertEquals(inputs.size(), outputs.size());
    assertTrue(inputs.size() >= 20, inputs.size() + " inputs");
    for (int i = 0; i < inputs.size(); i++) {
      assertArrayEquals(outputs.get(i), interpreter.run(model, inputs.get(i)), "input " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void equalsEveryLayer(GoldenModel golden) {
    QuantGraph model = TfliteImporter.read(golden.model()).integers().orElseThrow();
    List<byte[]> inputs = golden.inputs();
    for (int input : GoldenModel.RECORDED) {
      Map<Integer, byte[]> values = interpreter.runAll(model, inputs.get(input));
      for (GoldenModel.Layer layer : golden.layers(input)) {
        byte[] actual = values.get(last(model, layer.node()).output().id());
        assertEquals(
            -1,
            Arrays.mismatch(layer.output(), actual),
            () ->
                String.format(
                    "%s, input %d: first byte that differs in layer %d %s",
                    golden, input, layer.node(), layer.operator()));
      }
    }
  }

  /** The operator that gives the result of the file's operator {@code node}. */
  private static Op last(QuantGraph model, int node) {
    return model.graph().ops().stream()
        .filter(op -> op.source().node() == node)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
