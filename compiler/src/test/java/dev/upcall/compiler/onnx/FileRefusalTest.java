package dev.upcall.compiler.onnx;

import static dev.upcall.compiler.onnx.Refusals.refusal;
import static dev.upcall.compiler.onnx.Refusals.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.OperatorSetIdProto;
import dev.upcall.core.onnx.StringStringEntryProto;
import dev.upcall.core.onnx.TensorProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of a file before its nodes are looked at: bytes, limits, tensors. */
class FileRefusalTest {
  @Test
  void missingFile(@TempDir Path folder) {
    Diagnostic d = refusal(() -> OnnxImporter.read(folder.resolve("none.onnx")));
    assertEquals("UP2001", d.code().id());
    assertTrue(d.found().startsWith("no such file"), d.found());
  }

  @Test
  void folderInsteadOfFile(@TempDir Path folder) {
    assertEquals("UP2001", refusal(() -> OnnxImporter.read(folder)).code().id());
  }

  @Test
  void fileOverTheLimit(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("large.onnx"), new byte[101]);
    OnnxLimits limits = new OnnxLimits(100, 1000, 10, 10, 8, 32);
    assertEquals(
        "UP2002",
        refusal(() -> OnnxImporter.parse("large.onnx", Files.readAllBytes(file), limits))
            .code()
            .id());
  }

  @Test
  void moreNodesOrPartsThanTheLimit() {
    byte[] model = SampleModels.residual().bytes();
    OnnxLimits few = new OnnxLimits(1 << 20, 1 << 20, 3, 1 << 20, 8, 32);
    assertEquals("UP2002", refusal(() -> OnnxImporter.parse("m", model, few)).code().id());
    OnnxLimits parts = new OnnxLimits(1 << 20, 50, 100, 1 << 20, 8, 32);
    assertEquals("UP2002", refusal(() -> OnnxImporter.parse("m", model, parts)).code().id());
  }

  @Test
  void notProtobuf() {
    byte[] text = "just some text, no model".getBytes(StandardCharsets.UTF_8);
    assertEquals("UP2003", refusal(text).code().id());
  }

  @Test
  void emptyFile() {
    assertEquals("a message without a graph", refusal(new byte[0]).found());
  }

  @Test
  void nestingDeeperThanTheLimit() {
    NodeProto node = NodeProto.newBuilder().setOpType("If").build();
    for (int depth = 0; depth < 40; depth++) {
      node =
          NodeProto.newBuilder()
              .setOpType("If")
              .addAttribute(AttributeProto.newBuilder().setG(GraphProto.newBuilder().addNode(node)))
              .build();
    }
    OnnxModel model = new OnnxModel();
    model.graph().addNode(node);
    assertEquals("UP2003", refusal(model.bytes()).code().id());
  }

  @ParameterizedTest
  @ValueSource(longs = {22, 0, -1, Long.MAX_VALUE})
  void opsetOutOfRange(long version) {
    byte[] model =
        new OnnxModel()
            .input("x", 1, 2).node("Relu", "x", "y").output("y").proto().toBuilder()
                .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(version))
                .build()
                .toByteArray();
    Diagnostic d = refusal(model);
    assertEquals("UP2004", d.code().id());
    assertEquals("opset 1 to 21", d.need());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNotFinite(float value) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .weights("w", List.of(2, 2), 1, 2, 3, value)
            .node("Gemm", "x w", "y")
            .output("y");
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2011", d.code().id());
    assertEquals("test.onnx, initializer \"w\"", d.at());
    assertEquals(value + " at element 3", d.found());
  }

  @Test
  void externalData() {
    OnnxModel model = relu();
    model
        .graph()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(4)
                .setDataLocation(1)
                .addExternalData(
                    StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("../../etc/passwd")));
    assertEquals("UP2012", refusal(model.bytes()).code().id());
  }

  @Test
  void tensorWithTooFewElementsOrBytes() {
    OnnxModel model = relu();
    model
        .graph()
        .addInitializer(
            TensorProto.newBuilder().setName("w").setDataType(1).addDims(4).addFloatData(1));
    assertEquals("1 elements", refusal(model.bytes()).found());
    model.graph().getInitializerBuilder(0).setRawData(ByteString.copyFrom(new byte[15]));
    assertEquals("15 bytes of data", refusal(model.bytes()).found());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
  void dimensionsOutOfRange(long dim) {
    OnnxModel model = relu();
    model
        .graph()
        .addInitializer(
            TensorProto.newBuilder().setName("w").setDataType(1).addDims(dim).addDims(dim));
    assertEquals("UP2016", refusal(model.bytes()).code().id());
  }

  @Test
  void computedTensorOverTheLimit() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 1, 1)
            .integers("pads", 0, 1 << 12, 1 << 12, 0, 0, 0)
            .node("Pad", "x pads", "y")
            .output("y");
    assertEquals("UP2016", refusal(model.bytes()).code().id());
  }

  /** Each product of two constant matrices is small; a chain of them would take minutes. */
  @Test
  void muchToComputeOfConstants() {
    OnnxModel model = new OnnxModel().input("x", 1, 2000).randomWeights("w0", 1000, 1000);
    for (int i = 0; i < 7; i++) {
      model.node("MatMul", "w" + i + " w" + i, "w" + (i + 1));
    }
    Diagnostic d = refusal(model.node("Add", "x w7", "y").output("y").bytes());
    assertEquals("UP2016", d.code().id());
    assertEquals("more than 536870912 operations on constants", d.found());
  }
}
