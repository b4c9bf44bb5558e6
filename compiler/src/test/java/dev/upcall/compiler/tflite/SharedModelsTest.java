package dev.upcall.compiler.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every TFLite model that we have is imported, or refused with a reason. */
class SharedModelsTest {
  private static final String IMPORTED = "imported";
  private static final String FLOATS = "imported as floats";

  @Test
  void importedOrRefusedByName() {
    Map<String, String> expected = new TreeMap<>();
    expected.put("ad01_fp32.tflite", FLOATS);
    expected.put("ad01_int8.tflite", IMPORTED);
    expected.put("cifar10_f.tflite", FLOATS);
    expected.put("cifar10_q.tflite", IMPORTED);
    expected.put("kws_ref_model.tflite", IMPORTED);
    expected.put("kws_ref_model_float32.tflite", FLOATS);
    expected.put("mnist_dw_f.tflite", FLOATS);
    expected.put("mnist_dw_q.tflite", IMPORTED);
    expected.put("mnist_resnet_f.tflite", FLOATS);
    expected.put("mnist_resnet_q.tflite", IMPORTED);
    expected.put("mnist_valid_f.tflite", FLOATS);
    expected.put("mnist_valid_q.tflite", IMPORTED);
    expected.put("okay_nabu.tflite", IMPORTED);
    expected.put("pretrainedResnet.tflite", FLOATS);
    expected.put("pretrainedResnet_quant.tflite", IMPORTED);
    expected.put("ptq_mnist_lenet-300-100.tflite", IMPORTED);
    expected.put("str_ww_ref_model.tflite", IMPORTED);
    expected.put("vww_96_float.tflite", FLOATS);
    expected.put("vww_96_int8.tflite", IMPORTED);
    Map<String, String> found = new TreeMap<>();
    for (Path file : SharedFiles.find("models", ".tflite")) {
      found.put(file.getFileName().toString(), read(file));
    }
    assertEquals(expected, found);
  }

  /** Single operators, most of them with int16: what is imported is no exception at least. */
  @Test
  void operatorsAreRefusedByName() {
    for (Path file : SharedFiles.find("golden/ops", ".tflite")) {
      read(file);
    }
  }

  private static String read(Path file) {
    try {
      Network model = TfliteImporter.read(file);
      Graph graph = model.reals().orElseGet(() -> model.integers().orElseThrow().graph());
      assertFalse(graph.ops().isEmpty(), file.toString());
      return model.reals().isPresent() ? FLOATS : IMPORTED;
    } catch (UpcallException e) {
      for (Diagnostic diagnostic : e.diagnostics()) {
        assertFalse(diagnostic.at().isEmpty(), diagnostic.toString());
        assertFalse(diagnostic.found().isEmpty(), diagnostic.toString());
        assertFalse(diagnostic.need().isEmpty(), diagnostic.toString());
        assertFalse(diagnostic.fix().isEmpty(), diagnostic.toString());
      }
      return e.diagnostics().get(0).code().id();
    }
  }
}
