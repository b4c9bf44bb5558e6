package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.testing.SharedFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networks of others are made of before the passes and after: no transposition is left. */
class SharedModelCountsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cifar-resnet/resnet20"
            + "| 9 add, 19 batch_normalization, 19 clamp, 19 conv2d, 1 fully_connected, 1 mean,"
            + " 2 pad, 1 reshape, 2 slice, 97 transpose"
            + "| 9 add, 19 conv2d, 1 fully_connected, 1 mean, 2 pad, 1 reshape, 2 slice",
        "cifar-resnet/resnet56"
            + "| 27 add, 55 batch_normalization, 55 clamp, 55 conv2d, 1 fully_connected, 1 mean,"
            + " 2 pad, 1 reshape, 2 slice, 277 transpose"
            + "| 27 add, 55 conv2d, 1 fully_connected, 1 mean, 2 pad, 1 reshape, 2 slice",
        "esp-dl/model"
            + "| 1 add, 1 average_pool2d, 6 clamp, 5 conv2d, 3 depthwise_conv2d,"
            + " 1 fully_connected, 3 mul, 27 reshape, 3 sigmoid, 1 slice, 26 transpose"
            + "| 1 add, 1 average_pool2d, 5 conv2d, 3 depthwise_conv2d, 1 fully_connected, 3 mul,"
            + " 3 reshape, 3 sigmoid, 1 slice",
        "onnx-mnist/mnist-cntk"
            + "| 3 add, 2 clamp, 2 conv2d, 1 fully_connected, 2 max_pool2d, 2 reshape,"
            + " 11 transpose"
            + "| 2 conv2d, 1 fully_connected, 2 max_pool2d, 1 reshape",
        "onnx-mnist/mnist-pytorch"
            + "| 2 batch_normalization, 3 fully_connected, 3 transpose"
            + "| 3 fully_connected",
        "onnx-mnist/mnist.simplified"
            + "| 1 clamp, 2 conv2d, 1 fully_connected, 1 reshape, 6 transpose"
            + "| 2 conv2d, 1 fully_connected, 1 reshape",
        "onnx-mnist/opt-mnist"
            + "| 2 clamp, 2 conv2d, 1 fully_connected, 2 max_pool2d, 2 reshape, 11 transpose"
            + "| 2 conv2d, 1 fully_connected, 2 max_pool2d, 1 reshape"
      })
  void beforeAndAfter(String model, String before, String after) {
    Graph imported = OnnxImporter.read(SharedFiles.require("models/" + model + ".onnx"));
    assertEquals(before, GraphPrinter.counts(imported));
    assertEquals(after, GraphPrinter.counts(Passes.standard().run(imported)));
  }
}
