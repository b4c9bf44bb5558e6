package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Add, Relu, Clip, BatchNormalization, Softmax, Constant, Identity, Dropout. */
class ElementOpsTest {
  @ParameterizedTest
  @CsvSource({"3 4 5", "4 5", "5", "1 5", "4 1", "1", "2 3 4 5", "1 1 1 1"})
  void addBroadcasts(String dims) {
    Integer[] shape =
        List.of(dims.split(" ")).stream().map(Integer::valueOf).toArray(Integer[]::new);
    Oracle.check(
        new OnnxModel()
            .input("x", 1, 3, 4, 5)
            .randomWeights("b", shape)
            .node("Add", "x b", "y")
            .output("y"));
    Oracle.check(
        new OnnxModel()
            .input("x", 2, 3, 4, 5)
            .randomWeights("b", shape)
            .node("Add", "b x", "y")
            .output("y"));
  }

  @Test
  void clipOfOpset6To10() {
    OnnxModel model =
        new OnnxModel(10)
            .input("x", 1, 4)
            .node("Clip", "x", "r", Attr.real("min", 0))
            .node("Clip", "r", "y", Attr.real("min", 0), Attr.real("max", 6))
            .output("y");
    assertEquals("1 clamp", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void clipWithOperands() {
    Oracle.check(
        new OnnxModel()
            .input("x", 1, 4)
            .weights("min", List.of(), 0)
            .weights("max", List.of(), 6)
            .node("Clip", "x min", "a")
            .node("Clip", "a min max", "b")
            .node("Clip", "b", "y")
            .output("y"));
  }

  @Test
  void batchNormalizationOfAVectorAndALine() {
    Oracle.check(norm(new OnnxModel().input("x", 1, 3)));
    Oracle.check(norm(new OnnxModel().input("x", 1, 3, 4)));
    Oracle.check(norm(new OnnxModel(9).input("x", 1, 3, 4, 2)));
  }

  private static OnnxModel norm(OnnxModel model) {
    return model
        .randomWeights("scale", 3)
        .randomWeights("shift", 3)
        .randomWeights("mean", 3)
        .positiveWeights("variance", 3)
        .node("BatchNormalization", "x scale shift mean variance", "y", Attr.real("epsilon", 0.01f))
        .output("y");
  }

  @ParameterizedTest
  @CsvSource({"12, 1", "12, 2", "12, -1", "13, -1", "13, 1", "21, 0"})
  void softmax(int opset, int axis) {
    OnnxModel model =
        new OnnxModel(opset)
            .input("x", 2, 3, 4)
            .node("Softmax", "x", "y", Attr.integer("axis", axis))
            .output("y");
    Oracle.check(model.bytes(), model.read());
  }

  @Test
  void constantsIdentityAndDropoutLeaveNoOperator() {
    OnnxModel model =
        new OnnxModel(13)
            .input("x", 2, 3)
            .node("Constant", "", "c", Attr.reals("value_floats", 1f, 2f, 3f))
            .node("Constant", "", "d", Attr.real("value_float", 4))
            .node("Constant", "", "shape", Attr.ints("value_ints", 3, 2))
            .node("Identity", "shape", "shape2")
            .node("Add", "c d", "e")
            .node("Identity", "e", "f")
            .node("Dropout", "x", "g")
            .node("Add", "g f", "h")
            .node("Reshape", "h shape2", "y")
            .output("y");
    Graph graph = Oracle.check(model);
    assertEquals("1 add, 1 reshape", GraphPrinter.counts(graph));
  }
}
