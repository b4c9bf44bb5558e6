package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Ort;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.TensorProto;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quantised models as ONNX Runtime's tools write them: QDQ, QLinear, dynamic and integer. */
class QuantizedOpsTest {
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;

  @Test
  void convolutionBetweenQuantizeAndDequantize() {
    OnnxModel model = image().weights("sw", List.of(4), 0.01f, 0.02f, 0.005f, 0.03f);
    bytes(model, "w", INT8, 4, 3, 3, 3);
    bytes(model, "zw", INT8, new byte[4], 4);
    model
        .node("DequantizeLinear", "w sw zw", "weights", Attr.integer("axis", 0))
        .node("Conv", "x weights", "c")
        .node("Relu", "c", "r")
        .weights("so", List.of(), 0.05f);
    bytes(model, "zo", INT8, new byte[] {-100});
    checkWithin(
        0.05f,
        model
            .node("QuantizeLinear", "r so zo", "q")
            .node("DequantizeLinear", "q so zo", "y")
            .output("y"));
  }

  @Test
  void quantizedConvolution() {
    OnnxModel model =
        image()
            .weights("sw", List.of(4), 0.01f, 0.02f, 0.005f, 0.03f)
            .weights("so", List.of(), 0.1f);
    bytes(model, "w", INT8, 4, 3, 3, 3);
    bytes(model, "zw", INT8, new byte[4], 4);
    bytes(model, "zo", UINT8, new byte[] {100});
    model
        .graph()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("b")
                .setDataType(INT32)
                .addDims(4)
                .addAllInt32Data(List.of(100, -2000, 30000, 0)));
    AttributeProto pads = Attr.ints("pads", 1, 1, 0, 1);
    checkWithin(
        0.1f,
        model
            .node("QLinearConv", "qx sx zx w sw zw so zo b", "q", pads)
            .node("DequantizeLinear", "q so zo", "y")
            .output("y"));
  }

  @Test
  void dynamicallyQuantizedProduct() {
    OnnxModel model = new OnnxModel().input("input", 3, 20).weights("sw", List.of(), 0.02f);
    bytes(model, "w", UINT8, 20, 5);
    bytes(model, "zw", UINT8, new byte[] {120});
    model.node("DynamicQuantizeLinear", "input", "qx");
    model.graph().getNodeBuilder(0).addOutput("sx").addOutput("zx");
    checkWithin(
        1e-4f,
        model
            .node("MatMulInteger", "qx w zx zw", "sums")
            .node("Cast", "sums", "real", Attr.integer("to", 1))
            .node("Mul", "sx sw", "scale")
            .node("Mul", "real scale", "y")
            .output("y"));
  }

  /**
   * Requantisation multiplies by factors that are rounded elsewhere in ONNX Runtime, so that near
   * the middle between two steps either may come out.
   */
  private static void checkWithin(float step, OnnxModel model) {
    Graph imported = model.read();
    Shape shape = imported.inputs().get(0).shape();
    Random random = new Random(3);
    float[] sample = new float[shape.size()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) random.nextGaussian();
    }
    try (Ort ort = new Ort(model.bytes())) {
      long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
      float[] expected = ort.run(sample, dims, 0);
      for (Graph graph : List.of(imported, Passes.preserving().run(imported))) {
        assertArrayEquals(expected, new FloatInterpreter(graph).run(sample), 1.001f * step);
      }
    }
  }

  @Test
  void refusals() {
    OnnxModel blocks =
        new OnnxModel(21).input("x", 4, 4).weights("s", List.of(2, 4), 1, 1, 1, 1, 1, 1, 1, 1);
    assertEquals(
        "block_size",
        found(
            blocks.node(
                "QuantizeLinear",
                "x s",
                "q",
                Attr.integer("axis", 0),
                Attr.integer("block_size", 2))));
    OnnxModel axis = new OnnxModel().input("x", 4, 3).weights("s", List.of(4), 1, 1, 1, 1);
    assertEquals(
        "parameters [4] along axis 1 of [4,3]", found(axis.node("QuantizeLinear", "x s", "q")));
    OnnxModel zero = new OnnxModel().input("x", 4, 3).weights("s", List.of(), 1);
    assertEquals("quantisation to f32", found(zero.node("QuantizeLinear", "x s s", "q")));
    OnnxModel real = new OnnxModel().input("x", 4, 3).weights("s", List.of(), 1);
    assertEquals("floats to dequantise", found(real.node("DequantizeLinear", "x s", "q")));
  }

  private static String found(OnnxModel model) {
    UpcallException e = assertThrows(UpcallException.class, model.output("q")::read);
    return e.diagnostics().get(0).found();
  }

  /** A quantised image qx with scale sx and zero point zx, and x, its reals. */
  private static OnnxModel image() {
    OnnxModel model = new OnnxModel().input("input", 1, 3, 6, 5).weights("sx", List.of(), 0.02f);
    bytes(model, "zx", UINT8, new byte[] {127});
    return model
        .node("QuantizeLinear", "input sx zx", "qx")
        .node("DequantizeLinear", "qx sx zx", "x");
  }

  private static void bytes(OnnxModel model, String name, int type, int... dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    byte[] elements = new byte[size];
    new Random(name.length()).nextBytes(elements);
    bytes(model, name, type, elements, dims);
  }

  private static void bytes(OnnxModel model, String name, int type, byte[] elements, int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(elements));
    for (int dim : dims) {
      tensor.addDims(dim);
    }
    model.graph().addInitializer(tensor);
  }
}
