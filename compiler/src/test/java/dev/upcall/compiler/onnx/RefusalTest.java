package dev.upcall.compiler.onnx;

import static dev.upcall.compiler.onnx.Refusals.refusal;
import static dev.upcall.compiler.onnx.Refusals.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.TensorProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each way a graph can be refused, by its code and what it says. */
class RefusalTest {
  @Test
  void foreignDomain() {
    OnnxModel model = relu();
    model.graph().getNodeBuilder(0).setDomain("com.microsoft");
    assertEquals("UP2005", refusal(model.bytes()).code().id());
  }

  @Test
  void everyUnknownOperatorIsReportedAtOnce() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .node("Det", "x", "a")
            .node("Det", "a", "b")
            .node("Einsum", "b", "y")
            .output("y");
    UpcallException e = assertThrows(UpcallException.class, model::read);
    assertEquals(
        List.of("Operator Det is not supported", "Operator Einsum is not supported"),
        e.diagnostics().stream().map(Diagnostic::title).toList());
    assertEquals("test.onnx, node #0 \"a/Det\" (opset 17)", e.diagnostics().get(0).at());
  }

  @Test
  void independentFaultsAreReportedTogetherAndTheirConsequencesAreNot() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .node("Flatten", "x", "a", Attr.integer("axis", 9))
            .node("Relu", "a", "b")
            .node("Transpose", "x", "c", Attr.ints("perm", 0, 0))
            .node("Add", "b c", "y")
            .output("y");
    UpcallException e = assertThrows(UpcallException.class, model::read);
    assertEquals(
        List.of("UP2007", "UP2010"), e.diagnostics().stream().map(d -> d.code().id()).toList());
  }

  @Test
  void unknownAndDoubledAttributes() {
    OnnxModel unknown =
        new OnnxModel().input("x", 1, 2).node("Relu", "x", "y", Attr.real("alpha", 1)).output("y");
    assertEquals("attribute alpha", refusal(unknown.bytes()).found());
    OnnxModel twice =
        new OnnxModel()
            .input("x", 1, 2)
            .node("Flatten", "x", "y", Attr.integer("axis", 1), Attr.integer("axis", 1))
            .output("y");
    assertEquals("UP2008", refusal(twice.bytes()).code().id());
  }

  @Test
  void attributeOfAnotherTypeOrSize() {
    OnnxModel type =
        new OnnxModel()
            .input("x", 1, 2)
            .node("Flatten", "x", "y", Attr.real("axis", 1))
            .output("y");
    assertEquals("axis of type FLOAT", refusal(type.bytes()).found());
    OnnxModel size =
        new OnnxModel()
            .input("x", 1, 2)
            .node("Flatten", "x", "y", Attr.integer("axis", Long.MIN_VALUE))
            .output("y");
    assertEquals("UP2008", refusal(size.bytes()).code().id());
  }

  @Test
  void symbolicDimensionOtherThanTheBatch() {
    OnnxModel model = new OnnxModel().input("x", 0, 3, 0, 8).node("Relu", "x", "y").output("y");
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2009", d.code().id());
    assertEquals("dimension 2 is \"batch\"", d.found());
  }

  @Test
  void inputWithoutShape() {
    OnnxModel model = relu();
    model.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    assertEquals("no shape", refusal(model.bytes()).found());
  }

  @Test
  void shapesThatDoNotFit() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 7)
            .randomWeights("w", 6, 4)
            .node("Gemm", "x w", "y")
            .output("y");
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2010", d.code().id());
    assertEquals("input [1,7], weights [4,6] (as [M,K])", d.found());
  }

  @Test
  void declaredOutputShapeThatDiffers() {
    OnnxModel model = new OnnxModel().input("x", 1, 7).node("Relu", "x", "y").output("y", 1, 6);
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2010", d.code().id());
    assertEquals("the declared shape [1,6]", d.need());
  }

  @Test
  void missingOperandAndMissingOutput() {
    OnnxModel operand = new OnnxModel().input("x", 1, 2).node("Add", "x w", "y").output("y");
    Diagnostic d = refusal(operand.bytes());
    assertEquals("UP2013", d.code().id());
    assertEquals("operand \"w\"", d.found());
    OnnxModel output = new OnnxModel().input("x", 1, 2).node("Relu", "x", "y").output("z");
    assertEquals("UP2013", refusal(output.bytes()).code().id());
  }

  @Test
  void valueDefinedTwice() {
    OnnxModel model =
        new OnnxModel().input("x", 1, 2).node("Relu", "x", "y").node("Relu", "x", "y").output("y");
    assertEquals("UP2014", refusal(model.bytes()).code().id());
  }

  @Test
  void cycle() {
    OnnxModel model =
        new OnnxModel().input("x", 1, 2).node("Add", "x b", "a").node("Relu", "a", "b").output("b");
    assertEquals("UP2015", refusal(model.bytes()).code().id());
  }

  @Test
  void nodesOutOfOrderAreSorted() {
    OnnxModel model =
        new OnnxModel().input("x", 1, 2).node("Relu", "a", "y").node("Relu", "x", "a").output("y");
    assertEquals(2, model.read().ops().size());
  }

  @Test
  void elementTypes() {
    OnnxModel halves = relu();
    halves.graph().addInitializer(TensorProto.newBuilder().setName("w").setDataType(10).addDims(1));
    Diagnostic d = refusal(halves.bytes());
    assertEquals("UP2017", d.code().id());
    assertEquals("float16", d.found());
    OnnxModel bytes = relu();
    bytes.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(12);
    assertEquals("uint32", refusal(bytes.bytes()).found());
    OnnxModel integers =
        new OnnxModel().input("x", 1).integers("i", 1).node("Add", "x i", "y").output("y");
    assertEquals("add of f32 and i64 elements", refusal(integers.bytes()).found());
  }

  @Test
  void computedWeightsAndShapes() {
    OnnxModel weights = new OnnxModel().input("x", 2, 2, 2).node("Conv", "x x", "y").output("y");
    Diagnostic d = refusal(weights.bytes());
    assertEquals("UP2018", d.code().id());
    OnnxModel shape = new OnnxModel().input("x", 2, 2).node("Reshape", "x x", "y").output("y");
    assertEquals("UP2018", refusal(shape.bytes()).code().id());
  }

  @Test
  void operandCounts() {
    OnnxModel few = new OnnxModel().input("x", 1, 2).node("Add", "x", "y").output("y");
    assertEquals("UP2019", refusal(few.bytes()).code().id());
    OnnxModel many = new OnnxModel().input("x", 1, 2).node("Relu", "x x", "y").output("y");
    assertEquals("UP2019", refusal(many.bytes()).code().id());
    OnnxModel left = new OnnxModel().input("x", 1, 2).node("Add", " x", "y").output("y");
    assertEquals("UP2019", refusal(left.bytes()).code().id());
  }

  @Test
  void graphWithoutOutput() {
    assertEquals("UP2020", refusal(new OnnxModel().input("x", 1).bytes()).code().id());
  }

  @Test
  void declaredOutputTypeThatDiffers() {
    OnnxModel model = new OnnxModel().input("x", 1, 7).node("ArgMax", "x", "y").output("y");
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2017", d.code().id());
    assertEquals("i64 elements from the nodes", d.found());
  }

  @Test
  void operatorThatTheOpsetDoesNotHave() {
    OnnxModel model = new OnnxModel(13).input("x", 1, 7).node("Gelu", "x", "y").output("y");
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2021", d.code().id());
    assertEquals("Gelu as opset 13 defines it is not supported", d.title());
    assertEquals("opset 20 to 21", d.need());
  }

  @Test
  void broadcastingBeforeOpset7() {
    OnnxModel unasked =
        new OnnxModel(6).input("x", 2, 3).randomWeights("w", 3).node("Mul", "x w", "y").output("y");
    assertEquals("[3] beside [2,3] without broadcast", refusal(unasked.bytes()).found());
    for (int axis : new int[] {2, -3, 1 << 20}) {
      OnnxModel outside =
          new OnnxModel(6)
              .input("x", 2, 3)
              .randomWeights("w", 3)
              .node("Mul", "x w", "y", Attr.integer("broadcast", 1), Attr.integer("axis", axis))
              .output("y");
      assertEquals("[3] at axis " + axis + " of [2,3]", refusal(outside.bytes()).found());
    }
  }

  @Test
  void trainingMode() {
    OnnxModel now =
        new OnnxModel()
            .input("x", 2, 3)
            .weights("ratio", List.of(), 0.5f)
            .node("Cast", "ratio", "training", Attr.integer("to", 9))
            .node("Dropout", "x ratio training", "y")
            .output("y");
    assertEquals("training_mode", refusal(now.bytes()).found());
    OnnxModel before7 = new OnnxModel(6).input("x", 2, 3).node("Dropout", "x", "y").output("y");
    assertEquals("training_mode", refusal(before7.bytes()).found());
  }

  @Test
  void secondOutputThatIsNotSupported() {
    OnnxModel model =
        new OnnxModel().input("x", 1, 2).node("Dropout", "x", "d").node("Relu", "mask", "y");
    model.output("y").graph().getNodeBuilder(0).addOutput("mask");
    Diagnostic d = refusal(model.bytes());
    assertEquals("UP2007", d.code().id());
    assertEquals("output 1, \"mask\", is used", d.found());
  }

  @Test
  void unsupportedUses() {
    assertUnsupported("Softmax", "x", Attr.integer("axis", 7));
    assertUnsupported("MaxPool", "x");
    assertUnsupported("MaxPool", "x", Attr.ints("kernel_shape", 9, 9));
    assertUnsupported("MaxPool", "x", Attr.ints("kernel_shape", 2, 2), Attr.ints("strides", 0, 1));
    assertUnsupported(
        "MaxPool", "x", Attr.ints("kernel_shape", 2, 2), Attr.ints("pads", -1, 0, 0, 0));
    assertUnsupported("MaxPool", "x", Attr.ints("kernel_shape", 2, 2), Attr.text("auto_pad", "?"));
    assertUnsupported("Pad", "x", Attr.text("mode", "reflect"), Attr.ints("pads", 0, 0));
  }

  private static void assertUnsupported(String type, String inputs, AttributeProto... attributes) {
    OnnxModel model =
        new OnnxModel(10).input("x", 1, 2, 4, 4).node(type, inputs, "y", attributes).output("y");
    Diagnostic d = refusal(model.bytes());
    assertTrue(List.of("UP2007", "UP2010").contains(d.code().id()), d.toString());
    assertFalse(d.at().isEmpty() || d.found().isEmpty() || d.fix().isEmpty(), d.toString());
  }
}
