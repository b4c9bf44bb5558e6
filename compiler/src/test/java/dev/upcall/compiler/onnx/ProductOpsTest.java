package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemm and MatMul. */
class ProductOpsTest {
  @ParameterizedTest
  @ValueSource(ints = {7, 9, 11, 13, 21})
  void gemmInEveryVersion(int opset) {
    OnnxModel model =
        new OnnxModel(opset).input("x", 0, 6).randomWeights("b", 6, 4).randomWeights("c", 4);
    assertProduct(model.node("Gemm", "x b c", "y").output("y", 0, 4));
  }

  @Test
  void gemmWithFactorsAndTransposedB() {
    assertProduct(
        new OnnxModel()
            .input("x", 1, 6)
            .randomWeights("b", 4, 6)
            .randomWeights("c", 1, 4)
            .node(
                "Gemm",
                "x b c",
                "y",
                Attr.integer("transB", 1),
                Attr.real("alpha", 0.5f),
                Attr.real("beta", -2))
            .output("y"));
  }

  @Test
  void gemmWithoutC() {
    assertProduct(
        new OnnxModel()
            .input("x", 1, 6)
            .randomWeights("b", 6, 4)
            .node("Gemm", "x b", "y")
            .output("y"));
  }

  @Test
  void gemmWithScalarC() {
    assertProduct(
        new OnnxModel()
            .input("x", 1, 6)
            .randomWeights("b", 6, 4)
            .weights("c", List.of(), 3)
            .node("Gemm", "x b c", "y")
            .output("y"));
  }

  @Test
  void gemmWithTransposedInput() {
    Oracle.check(
        new OnnxModel()
            .input("x", 6, 2)
            .randomWeights("b", 6, 4)
            .node("Gemm", "x b", "y", Attr.integer("transA", 1))
            .output("y"));
  }

  @Test
  void matMulAndBias() {
    assertProduct(
        new OnnxModel()
            .input("x", 1, 6)
            .randomWeights("b", 6, 4)
            .randomWeights("c", 4)
            .node("MatMul", "x b", "m")
            .node("Add", "c m", "a")
            .node("Relu", "a", "y")
            .output("y"));
  }

  @Test
  void matMulOfManyRows() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 5, 6)
            .randomWeights("b", 6, 4)
            .randomWeights("c", 4)
            .node("MatMul", "x b", "m")
            .node("Add", "m c", "a")
            .node("Relu", "a", "y")
            .output("y");
    assertEquals("1 fully_connected, 2 reshape", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void matMulByComputedConstant() {
    assertProduct(
        new OnnxModel()
            .input("x", 1, 6)
            .randomWeights("b", 4, 6)
            .node("Transpose", "b", "bt")
            .node("Identity", "bt", "w")
            .node("MatMul", "x w", "y")
            .output("y"));
  }

  private static void assertProduct(OnnxModel model) {
    assertEquals("1 fully_connected", GraphPrinter.counts(Oracle.check(model)));
  }
}
