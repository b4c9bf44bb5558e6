package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.core.onnx.AttributeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvOpTest {
  @Test
  void plain() {
    assertEquals("1 conv2d", ops(image(6, 3, 3, 3)));
  }

  @Test
  void grouped() {
    assertEquals("1 conv2d", ops(image(6, 2, 3, 3, Attr.integer("group", 2)), 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void oneInputChannelPerGroupIsDepthwise(int multiplier) {
    OnnxModel model = image(4 * multiplier, 1, 3, 3, Attr.integer("group", 4));
    assertEquals("1 depthwise_conv2d", ops(model, 4));
  }

  @Test
  void oneChannelIsNotDepthwise() {
    assertEquals("1 conv2d", ops(image(4, 1, 3, 3, Attr.integer("group", 1)), 1));
  }

  @Test
  void stridesDilationsAndUnequalPads() {
    ops(
        image(
            5,
            3,
            3,
            2,
            Attr.ints("strides", 2, 1),
            Attr.ints("dilations", 1, 2),
            Attr.ints("pads", 0, 1, 2, 3),
            Attr.ints("kernel_shape", 3, 2)));
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_UPPER, 1",
    "SAME_UPPER, 2",
    "SAME_LOWER, 2",
    "SAME_LOWER, 3",
    "VALID, 2",
    "NOTSET, 1"
  })
  void automaticPadding(String mode, int stride) {
    ops(image(2, 3, 4, 3, Attr.text("auto_pad", mode), Attr.ints("strides", stride, stride)));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 11, 13, 21})
  void everyOpset(int opset) {
    OnnxModel model = new OnnxModel(opset).input("x", 1, 3, 9, 8).randomWeights("w", 2, 3, 3, 3);
    ops(model.randomWeights("b", 2).node("Conv", "x w b", "y").output("y"));
  }

  @Test
  void lineBecomesAPlaneOfHeightOne() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 0, 3, 16)
            .randomWeights("w1", 4, 3, 5)
            .node("Conv", "x w1", "c1", Attr.ints("strides", 2), Attr.ints("pads", 2, 2))
            .node("Relu", "c1", "r1")
            .randomWeights("w2", 4, 1, 3)
            .node("Conv", "r1 w2", "c2", Attr.integer("group", 4))
            .node("GlobalAveragePool", "c2", "gap")
            .node("Flatten", "gap", "y")
            .output("y", 0, 4);
    Graph graph = Oracle.check(model);
    assertEquals("[1,16,3]", graph.inputs().get(0).shape().toString());
    assertEquals("1 conv2d, 1 depthwise_conv2d, 1 mean, 2 reshape", GraphPrinter.counts(graph));
  }

  /** The operators after the passes, without the transposition to the output's layout. */
  private static String ops(OnnxModel model) {
    return GraphPrinter.counts(Oracle.check(model)).replace(", 1 transpose", "");
  }

  private static String ops(OnnxModel model, int channels) {
    model
        .graph()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(channels);
    return ops(model);
  }

  private static OnnxModel image(
      int cout, int cinPerGroup, int kernelH, int kernelW, AttributeProto... attributes) {
    return new OnnxModel()
        .input("x", 1, 3, 9, 8)
        .randomWeights("w", cout, cinPerGroup, kernelH, kernelW)
        .randomWeights("b", cout)
        .node("Conv", "x w b", "y", attributes)
        .output("y");
  }
}
