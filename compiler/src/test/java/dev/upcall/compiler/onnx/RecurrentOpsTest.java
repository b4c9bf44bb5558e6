package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RNN, GRU and LSTM against ONNX Runtime: gates, directions, outputs. */
class RecurrentOpsTest {
  private static final int STEPS = 4;
  private static final int INPUTS = 3;
  private static final int SIZE = 5;

  @ParameterizedTest
  @CsvSource({
    "RNN, 1, forward, 0",
    "RNN, 1, bidirectional, 1",
    "GRU, 3, forward, 0",
    "GRU, 3, reverse, 1",
    "GRU, 3, bidirectional, 0",
    "LSTM, 4, forward, 0",
    "LSTM, 4, reverse, 1",
    "LSTM, 4, bidirectional, 0",
    "LSTM, 4, forward, 2"
  })
  void directionsAndOutputs(String type, int gates, String direction, int output) {
    OnnxModel model = layer(type, gates, direction, output);
    int directions = direction.equals("bidirectional") ? 2 : 1;
    assertEquals(directions + " recurrent", counts(model).replaceAll(".*(\\d recurrent).*", "$1"));
  }

  @Test
  void resetAfter() {
    OnnxModel model = layer("GRU", 3, "forward", 0);
    model.graph().getNodeBuilder(0).addAttribute(Attr.integer("linear_before_reset", 1));
    assertEquals("1 recurrent, 1 reshape", counts(model));
  }

  @Test
  void initialStateAndPeepholes() {
    OnnxModel model =
        new OnnxModel()
            .input("x", STEPS, 2, INPUTS)
            .randomWeights("w", 1, 4 * SIZE, INPUTS)
            .randomWeights("r", 1, 4 * SIZE, SIZE)
            .randomWeights("b", 1, 8 * SIZE)
            .randomWeights("h", 1, 2, SIZE)
            .randomWeights("c", 1, 2, SIZE)
            .randomWeights("p", 1, 3 * SIZE)
            .node("LSTM", "x w r b  h c p", "y", Attr.integer("hidden_size", SIZE))
            .output("y");
    assertEquals("1 recurrent, 1 reshape", counts(model));
  }

  @Test
  void reluCell() {
    OnnxModel model = layer("RNN", 1, "forward", 0);
    model.graph().getNodeBuilder(0).addAttribute(Attr.texts("activations", "Relu"));
    assertEquals("1 recurrent, 1 reshape", counts(model));
  }

  @Test
  void whatIsRefused() {
    OnnxModel activations = layer("LSTM", 4, "forward", 0);
    activations
        .graph()
        .getNodeBuilder(0)
        .addAttribute(Attr.texts("activations", "Sigmoid", "Relu", "Tanh"));
    assertEquals("activations [Sigmoid, Relu, Tanh]", refusal(activations));
    OnnxModel clip = layer("LSTM", 4, "forward", 0);
    clip.graph().getNodeBuilder(0).addAttribute(Attr.real("clip", 1));
    assertEquals("clip or input_forget", refusal(clip));
    OnnxModel size = layer("GRU", 4, "forward", 0);
    assertEquals("[1,20,3] instead of [1,15,3]", refusal(size));
  }

  private static OnnxModel layer(String type, int gates, String direction, int output) {
    int directions = direction.equals("bidirectional") ? 2 : 1;
    OnnxModel model =
        new OnnxModel()
            .input("x", STEPS, 2, INPUTS)
            .randomWeights("w", directions, gates * SIZE, INPUTS)
            .randomWeights("r", directions, gates * SIZE, SIZE)
            .randomWeights("b", directions, 2 * gates * SIZE)
            .node(
                type,
                "x w r b",
                output == 0 ? "y" : "",
                Attr.integer("hidden_size", SIZE),
                Attr.text("direction", direction));
    for (int i = 1; i <= output; i++) {
      model.graph().getNodeBuilder(0).addOutput(i == output ? "y" : "");
    }
    return model.output("y");
  }

  private static String counts(OnnxModel model) {
    return GraphPrinter.counts(Oracle.check(model));
  }

  private static String refusal(OnnxModel model) {
    UpcallException e = assertThrows(UpcallException.class, model::read);
    return List.copyOf(e.diagnostics()).get(0).found();
  }
}
