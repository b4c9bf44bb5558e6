package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flatten, Reshape, Squeeze, Unsqueeze, Transpose, Pad. */
class ShapeOpsTest {
  @ParameterizedTest
  @CsvSource({"0, '[1,24]'", "1, '[2,12]'", "-1, '[6,4]'", "3, '[24,1]'"})
  void flatten(int axis, String shape) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 2, 3, 4)
            .node("Flatten", "x", "y", Attr.integer("axis", axis))
            .output("y");
    assertEquals(shape, Oracle.check(model).outputs().get(0).shape().toString());
  }

  @ParameterizedTest
  @CsvSource({"2, -1, '[2,12]'", "0, -1, '[2,12]'", "-1, 3, '[8,3]'", "24, 1, '[24,1]'"})
  void reshape(int first, int second, String shape) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 2, 3, 4)
            .integers("shape", first, second)
            .node("Reshape", "x shape", "y")
            .output("y");
    assertEquals(shape, Oracle.check(model).outputs().get(0).shape().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13})
  void squeezeAndUnsqueeze(int opset) {
    OnnxModel model = new OnnxModel(opset).input("x", 1, 3, 1, 4);
    if (opset < SqueezeOp.AXES_ARE_OPERAND) {
      model
          .node("Squeeze", "x", "s", Attr.ints("axes", 0, -2))
          .node("Unsqueeze", "s", "y", Attr.ints("axes", 0, 3));
    } else {
      model
          .integers("a", 0, -2)
          .integers("b", 0, 3)
          .node("Squeeze", "x a", "s")
          .node("Unsqueeze", "s b", "y");
    }
    assertEquals("[1,3,4,1]", Oracle.check(model.output("y")).outputs().get(0).shape().toString());
  }

  @Test
  void squeezeOfAllOnes() {
    OnnxModel model = new OnnxModel().input("x", 1, 3, 1, 4).node("Squeeze", "x", "y").output("y");
    assertEquals("[3,4]", Oracle.check(model).outputs().get(0).shape().toString());
  }

  @Test
  void transposeReversesByDefault() {
    Oracle.check(new OnnxModel().input("x", 2, 3, 4).node("Transpose", "x", "y").output("y"));
    Oracle.check(
        new OnnxModel()
            .input("x", 2, 3, 4)
            .node("Transpose", "x", "y", Attr.ints("perm", 1, 2, 0))
            .output("y"));
  }

  @Test
  void padBeforeConvolutionIsItsPadding() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 5, 5)
            .integers("pads", 0, 0, 1, 2, 0, 0, 3, 0)
            .node("Pad", "x pads", "p")
            .randomWeights("w", 3, 2, 3, 3)
            .node("Conv", "p w", "c", Attr.ints("pads", 1, 1, 1, 1))
            .node("GlobalAveragePool", "c", "y")
            .output("y");
    assertEquals("1 conv2d, 1 mean, 1 reshape", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void padWithAValueStays() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 5, 5)
            .integers("pads", 0, 0, 1, 1, 0, 1, 0, 1)
            .weights("v", List.of(), 0.5f)
            .node("Pad", "x pads v", "p")
            .randomWeights("w", 3, 3, 3, 3)
            .node("Conv", "p w", "c")
            .node("GlobalAveragePool", "c", "y")
            .output("y");
    assertEquals("1 conv2d, 1 mean, 1 pad, 1 reshape", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void padOfOpset10AndOfGivenAxes() {
    Oracle.check(
        new OnnxModel(10)
            .input("x", 2, 3)
            .node("Pad", "x", "y", Attr.ints("pads", 1, 0, 0, 2), Attr.real("value", -1))
            .output("y"));
    Oracle.check(
        new OnnxModel(18)
            .input("x", 2, 3)
            .integers("pads", 2, 1)
            .integers("axes", -1)
            .node("Pad", "x pads  axes", "y")
            .output("y"));
  }
}
