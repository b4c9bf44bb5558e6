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

/** Concat, Slice, Split, Gather, Expand, Tile, Pad's modes, space and depth, Shape. */
class MovementOpsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 9223372036854775807, 2, '[1,5,2]'",
    "-3, -1, 1, '[1,2,2]'",
    "-1, -9223372036854775808, -1, '[1,9,2]'",
    "7, 1, -3, '[1,2,2]'",
    "-100, 100, 1, '[1,9,2]'",
    "100, -100, -4, '[1,3,2]'",
    "8, 9, 4611686018427387904, '[1,1,2]'",
    "3, -100, -4611686018427387904, '[1,1,2]'"
  })
  void slice(long start, long end, long step, String shape) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 9, 2)
            .integers("s", start)
            .integers("e", end)
            .integers("a", -2)
            .integers("t", step)
            .node("Slice", "x s e a t", "y")
            .output("y");
    assertEquals(shape, shapeOf(model));
  }

  @Test
  void sliceByAttributes() {
    OnnxModel model =
        new OnnxModel(9)
            .input("x", 2, 5, 6)
            .node(
                "Slice",
                "x",
                "y",
                Attr.ints("starts", 1, -4),
                Attr.ints("ends", 4, Integer.MAX_VALUE))
            .output("y");
    assertEquals("[1,4,6]", shapeOf(model));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 18})
  void splitAndConcatInAnotherOrder(int opset) {
    OnnxModel model = new OnnxModel(opset).input("x", 1, 6, 3, 3);
    if (opset < 13) {
      model.node("Split", "x", "a", Attr.integer("axis", 1), Attr.ints("split", 2, 3, 1));
    } else {
      model.integers("sizes", 2, 3, 1).node("Split", "x sizes", "a", Attr.integer("axis", -3));
    }
    model.graph().getNodeBuilder(0).addOutput("b").addOutput("c");
    model.node("Concat", "c a b a", "y", Attr.integer("axis", 1)).output("y");
    assertEquals("[1,8,3,3]", shapeOf(model));
  }

  @Test
  void splitIntoUnevenParts() {
    OnnxModel model =
        new OnnxModel(18)
            .input("x", 1, 7)
            .node("Split", "x", "a", Attr.integer("axis", 1), Attr.integer("num_outputs", 3));
    model.graph().getNodeBuilder(0).addOutput("b").addOutput("c");
    assertEquals("[1,7]", shapeOf(model.node("Concat", "c b a", "y", axis(-1)).output("y")));
  }

  @Test
  void gatherByConstants() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4, 3)
            .integers("i", 3, -4, 0, -1, 3)
            .node("Gather", "x i", "y", axis(1))
            .output("y");
    assertEquals("[1,5,3]", shapeOf(model));
  }

  @Test
  void expandAndTile() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 3, 1)
            .integers("shape", 2, 1, 1, 4)
            .integers("times", 1, 2, 3, 1)
            .node("Expand", "x shape", "e")
            .node("Tile", "e times", "y")
            .output("y");
    assertEquals("[2,2,9,4]", shapeOf(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reflect", "edge", "wrap"})
  void padByElements(String mode) {
    OnnxModel model =
        new OnnxModel(19)
            .input("x", 1, 2, 4, 5)
            .integers("pads", 0, 0, 3, 1, 0, 0, 2, 4)
            .node("Pad", "x pads", "y", Attr.text("mode", mode))
            .output("y");
    assertEquals("[1,2,9,10]", shapeOf(model));
  }

  @Test
  void negativePadsCut() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 4, 5)
            .integers("pads", 0, 0, -1, 2, 0, 0, -2, -3)
            .node("Pad", "x pads", "y")
            .output("y");
    assertEquals("[1,2,1,4]", shapeOf(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DCR", "CRD"})
  void depthToSpaceAndBack(String mode) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 12, 2, 3)
            .node("DepthToSpace", "x", "s", Attr.integer("blocksize", 2), Attr.text("mode", mode))
            .node("SpaceToDepth", "s", "y", Attr.integer("blocksize", 2))
            .output("y");
    assertEquals("[1,12,2,3]", shapeOf(model));
  }

  @Test
  void shapesThatAreComputedAreConstants() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 3, 4)
            .node("Shape", "x", "s")
            .integers("first", 0)
            .integers("rest", -1)
            .node("Gather", "s first", "n", axis(0))
            .node("Concat", "n rest", "target", axis(0))
            .node("Reshape", "x target", "y")
            .output("y");
    Graph graph = Oracle.check(model);
    assertEquals("[1,24]", graph.outputs().get(0).shape().toString());
    assertEquals("1 reshape, 1 transpose", GraphPrinter.counts(graph));
  }

  private static AttributeProto axis(long axis) {
    return Attr.integer("axis", axis);
  }

  private static String shapeOf(OnnxModel model) {
    return Oracle.check(model).outputs().get(0).shape().toString();
  }
}
