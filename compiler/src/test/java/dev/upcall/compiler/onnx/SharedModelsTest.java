package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.SharedFiles;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that others exported, against ONNX Runtime. */
class SharedModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar-resnet/resnet20.onnx",
        "cifar-resnet/resnet32.onnx",
        "cifar-resnet/resnet44.onnx",
        "cifar-resnet/resnet56.onnx",
        "esp-dl/model.onnx",
        "onnx-mnist/mnist-cntk.onnx",
        "onnx-mnist/mnist-cntk-quantized.onnx",
        "onnx-mnist/mnist-pytorch.onnx",
        "onnx-mnist/mnist.simplified.onnx",
        "onnx-mnist/opt-mnist.onnx"
      })
  void givesWhatOnnxRuntimeGives(String model) {
    Path file = SharedFiles.require("models/" + model);
    Graph imported = OnnxImporter.read(file);
    assertEquals(1, imported.inputs().size());
    Graph legal = Passes.standard().run(imported);
    Oracle.check(SharedFiles.read("models/" + model), imported, legal);
  }
}
