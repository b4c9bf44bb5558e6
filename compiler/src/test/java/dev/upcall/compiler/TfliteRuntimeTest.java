package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.model.Model;
import dev.upcall.core.model.ModelRuntime;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TFLite files as the gateway runs them. */
class TfliteRuntimeTest {
  @TempDir Path folder;

  @Test
  void isFoundByWhoeverKnowsTheInterfaceAlone() {
    List<ModelRuntime> found =
        ServiceLoader.load(ModelRuntime.class).stream().map(ServiceLoader.Provider::get).toList();
    assertEquals(1, found.size());
    assertTrue(found.get(0).reads(Path.of("a/Model.TFLITE")));
    assertFalse(found.get(0).reads(Path.of("a/model.onnx")));
  }

  /** What the device computes for the same int8 input, before its softmax. */
  @Test
  void quantizesAsTheDeviceDoes() throws IOException {
    Path file = Files.write(folder.resolve("m.tflite"), TfliteFile.everything().bytes());
    QuantGraph device = TfliteImporter.read(file).integers().orElseThrow();
    Softmax last = (Softmax) device.graph().ops().get(device.graph().ops().size() - 1);
    QParams in = device.graph().inputs().get(0).type().qparams();
    byte[] sample = new byte[device.graph().inputs().get(0).type().bytes()];
    new Random(5).nextBytes(sample);
    byte[] logits = new Interpreter().runAll(device, sample).get(last.input().id());
    try (Model model = new TfliteRuntime().open("it", file)) {
      assertArrayEquals(new long[] {1, 5, 5, 2}, model.inputShape());
      float[] actual =
          model
              .run(in.dequantize(sample), 1, new long[] {5, 5, 2})
              .get(model.outputNames().iterator().next());
      assertArrayEquals(last.input().type().qparams().dequantize(logits), actual);
    }
  }

  @Test
  void runsModelsOfFloats() {
    Path file = SharedFiles.require("models/mlperf-tiny/kws_ref_model_float32.tflite");
    Graph graph = TfliteImporter.read(file).reals().orElseThrow();
    float[] sample = new float[graph.inputs().get(0).shape().size()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = i % 13 - 6;
    }
    float[] probabilities = new FloatInterpreter(graph).run(sample);
    try (Model model = new TfliteRuntime().open("it", file)) {
      float[] logits =
          model.run(sample, 1, new long[] {49, 10, 1}).get(graph.outputs().get(0).name());
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      for (int i = 0; i < logits.length; i++) {
        assertEquals(probabilities[i], Math.exp(logits[i]) / sum, 1e-5);
      }
    }
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Path file = Files.writeString(folder.resolve("m.tflite"), "no model");
    assertThrows(UpcallException.class, () -> new TfliteRuntime().open("it", file));
  }
}
