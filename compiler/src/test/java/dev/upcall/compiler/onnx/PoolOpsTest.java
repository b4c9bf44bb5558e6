package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.core.onnx.AttributeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MaxPool, AveragePool, GlobalAveragePool, ReduceMean. */
class PoolOpsTest {
  private static final AttributeProto KERNEL = Attr.ints("kernel_shape", 3, 2);

  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void strides(String type) {
    check(type, KERNEL, Attr.ints("strides", 2, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void paddingIsNotCounted(String type) {
    check(type, KERNEL, Attr.ints("pads", 1, 1, 1, 0));
  }

  @Test
  void averageCountsPaddingWhenAsked() {
    check(
        "AveragePool", KERNEL, Attr.ints("pads", 1, 1, 1, 0), Attr.integer("count_include_pad", 1));
  }

  @ParameterizedTest
  @CsvSource({"MaxPool, SAME_UPPER", "AveragePool, SAME_LOWER", "MaxPool, VALID"})
  void automaticPadding(String type, String mode) {
    check(type, KERNEL, Attr.text("auto_pad", mode), Attr.ints("strides", 2, 2));
  }

  @ParameterizedTest
  @CsvSource({"MaxPool, 2", "MaxPool, 3", "AveragePool, 2", "AveragePool, 3"})
  void partialLastWindow(String type, int stride) {
    check(
        type,
        Attr.ints("kernel_shape", 3, 3),
        Attr.ints("strides", stride, stride),
        Attr.ints("pads", 1, 1, 1, 1),
        Attr.integer("ceil_mode", 1));
  }

  @Test
  void line() {
    Oracle.check(
        new OnnxModel()
            .input("x", 1, 3, 10)
            .node("MaxPool", "x", "p", Attr.ints("kernel_shape", 2), Attr.ints("strides", 2))
            .node("AveragePool", "p", "y", Attr.ints("kernel_shape", 3))
            .output("y"));
  }

  @Test
  void globalAverageOfALineAndOfAnImage() {
    Oracle.check(
        new OnnxModel().input("x", 1, 3, 5).node("GlobalAveragePool", "x", "y").output("y"));
    Oracle.check(image().node("GlobalAveragePool", "x", "y").output("y"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void reduceMeanOverImage(int keep) {
    OnnxModel model =
        image()
            .node("ReduceMean", "x", "y", Attr.ints("axes", 2, -1), Attr.integer("keepdims", keep))
            .output("y");
    assertEquals("mean", GraphPrinter.counts(Oracle.check(model)).split(" ")[1].replace(",", ""));
  }

  @Test
  void reduceMeanOfOneAxisAndOfAll() {
    Oracle.check(image().node("ReduceMean", "x", "y", Attr.ints("axes", 1)).output("y"));
    Oracle.check(image().node("ReduceMean", "x", "y").output("y"));
  }

  @Test
  void reduceMeanTakesAxesAsOperandFromOpset18() {
    Oracle.check(
        new OnnxModel(18)
            .input("x", 1, 3, 7, 6)
            .integers("axes", 2, 3)
            .node("ReduceMean", "x axes", "y")
            .output("y"));
  }

  @Test
  void reduceMeanOverNothing() {
    Oracle.check(
        new OnnxModel(18)
            .input("x", 1, 3)
            .node("Relu", "x", "r")
            .node("ReduceMean", "r", "y", Attr.integer("noop_with_empty_axes", 1))
            .output("y"));
  }

  private static void check(String type, AttributeProto... attributes) {
    Oracle.check(image().node(type, "x", "y", attributes).output("y"));
  }

  private static OnnxModel image() {
    return new OnnxModel().input("x", 1, 3, 7, 6);
  }
}
