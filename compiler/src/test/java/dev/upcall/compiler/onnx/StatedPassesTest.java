package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The passes over models that state their quantisation: text IR, and what the graphs compute. */
class StatedPassesTest {
  @ParameterizedTest
  @CsvSource({
    "read-quantization, qlinear-lenet-u8u8",
    "hoist-quantization, qdq-lenet-s8s8-channels",
    "fuse-activations, qdq-lenet-s8s8-channels"
  })
  void beforeAndAfter(String pass, String model) throws IOException {
    Map<String, String> stages = new LinkedHashMap<>();
    Passes.stated().run(QuantizedExport.read(model).imported(), stages::put);
    List<String> names = new ArrayList<>(stages.keySet());
    int after = 0;
    while (!names.get(after).endsWith(pass)) {
      after++;
    }
    Golden.check(
        "passes/" + pass + "-" + model + ".txt",
        "before " + stages.get(names.get(after - 1)) + "\nafter " + stages.get(names.get(after)));
  }

  /** All passes but the last fraction of a step keep what the model computes as it is imported. */
  @ParameterizedTest
  @ValueSource(strings = {"qdq-mobile-u8s8", "qlinear-mobile-s8s8-channels", "qlinear-lenet-u8u8"})
  void passesKeepWhatIsComputed(String name) throws IOException {
    QuantizedExport export = QuantizedExport.read(name);
    Graph imported = export.imported();
    Graph stated = Passes.stated().run(imported);
    for (int i = 0; i < export.samples().size(); i++) {
      float[] expected =
          new FloatInterpreter(imported).run(export.input().dequantize(export.samples().get(i)));
      float[] actual =
          new FloatInterpreter(stated).run(export.input().dequantize(export.arranged(i, stated)));
      assertArrayEquals(expected, actual, 1e-5f);
    }
  }
}
