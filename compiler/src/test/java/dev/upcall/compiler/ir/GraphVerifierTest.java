package dev.upcall.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
  private static final TensorType PAIR = TensorType.of(DType.FLOAT32, Shape.of(1, 2));
  private static final SourceRef SOURCE = new SourceRef("m.onnx", 3, "conv/Relu", "Relu");

  private final Value x = new Value(0, "x", PAIR);
  private final Value y = new Value(1, "y", PAIR);
  private final Value z = new Value(2, "z", PAIR);

  @Test
  void acceptsWhatIsInOrder() {
    GraphVerifier.verify(graph(List.of(relu(x, y), relu(y, z)), z), "test");
  }

  @Test
  void useBeforeDefinition() {
    assertBreach("%1 is used before its definition", List.of(relu(y, z), relu(x, y)), z);
  }

  @Test
  void outputWithoutDefinition() {
    assertBreach("%2 is used before its definition", List.of(relu(x, y)), z);
  }

  @Test
  void secondDefinition() {
    assertBreach("%1 is defined twice", List.of(relu(x, y), relu(x, y)), y);
  }

  @Test
  void inputDefinedAgain() {
    assertBreach("%0 is defined twice", List.of(relu(x, x)), x);
  }

  @Test
  void otherTypeAtUse() {
    Value wrong = y.withType(TensorType.of(DType.FLOAT32, Shape.of(2, 1)));
    assertBreach("%1 is defined as", List.of(relu(x, y), relu(wrong, z)), z);
  }

  @Test
  void outputShapeThatDoesNotFollow() {
    Value wide = new Value(1, "y", TensorType.of(DType.FLOAT32, Shape.of(1, 3)));
    assertBreach("%1 is [1,3] but should be [1,2]", List.of(relu(x, wide)), wide);
  }

  @Test
  void operandsThatDoNotFit() {
    Value three = new Value(5, "c", TensorType.of(DType.FLOAT32, Shape.of(3)));
    Graph graph =
        new Graph(
            "g",
            List.of(x),
            List.of(y),
            List.of(new Add(x, three, Activation.NONE, y, SOURCE)),
            Map.of(5, ConstantData.ofFloats(new float[3])));
    assertBreach("do not broadcast", graph);
  }

  @Test
  void constantWithOtherElementsThanItsType() {
    Value pair = new Value(5, "c", PAIR);
    Graph graph =
        new Graph(
            "g",
            List.of(x),
            List.of(y),
            List.of(new Add(x, pair, Activation.NONE, y, SOURCE)),
            Map.of(5, ConstantData.ofFloats(new float[3])));
    assertBreach("does not have the elements", graph);
  }

  @Test
  void printsQuantizationAndOrigin() {
    Value in = x.withType(TensorType.quantized(DType.INT8, PAIR.shape(), new QParams(0.5f, -3)));
    Value out =
        y.withType(TensorType.quantized(DType.INT8, PAIR.shape(), new QParams(0.0472f, -128)));
    Graph graph = new Graph("g", List.of(in), List.of(out), List.of(relu(in, out)), Map.of());
    assertEquals(
        """
        graph g
          input %0 : i8[1,2] q(0.5000,-3)  ; "x"
          %1 = clamp(%0) act=relu : i8[1,2] q(0.04720,-128)  ; onnx#3 "conv/Relu"
          output %1  ; "y"
          ops: 1 clamp
        """,
        GraphPrinter.print(graph));
  }

  private Graph graph(List<Op> ops, Value output) {
    return new Graph("g", List.of(x), List.of(output), ops, Map.of());
  }

  private void assertBreach(String message, List<Op> ops, Value output) {
    assertBreach(message, graph(ops, output));
  }

  private static void assertBreach(String message, Graph graph) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> GraphVerifier.verify(graph, "some-pass"));
    assertTrue(e.getMessage().startsWith("after some-pass: "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static Clamp relu(Value input, Value output) {
    return new Clamp(input, Activation.RELU, output, SOURCE);
  }
}
