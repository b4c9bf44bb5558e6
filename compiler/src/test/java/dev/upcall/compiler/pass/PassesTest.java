package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassesTest {
  @ParameterizedTest
  @ValueSource(strings = {"residual", "padded", "pooledNorm", "views"})
  void keepWhatTheModelComputes(String model) {
    Oracle.check(SampleModels.named(model));
  }

  @Test
  void residualNetworkKeepsNoTransposition() {
    assertEquals(
        "1 add, 3 conv2d, 1 depthwise_conv2d, 1 fully_connected, 1 max_pool2d, 1 mean, 1 reshape",
        GraphPrinter.counts(Oracle.check(SampleModels.residual())));
  }

  @Test
  void softmaxIsLiftedOffAndNothingElseChanges() {
    OnnxModel model = SampleModels.flattening();
    Graph lifted = Passes.standard().run(model.read());
    assertEquals("1 conv2d, 2 fully_connected, 1 reshape", GraphPrinter.counts(lifted));
    model.graph().removeNode(model.graph().getNodeCount() - 1).clearOutput();
    model.output("logits", 1, 3);
    Oracle.check(model.bytes(), model.read(), lifted);
  }

  @Test
  void softmaxWithinTheNetworkStays() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .node("Softmax", "x", "p")
            .randomWeights("w", 4, 2)
            .node("Gemm", "p w", "y")
            .output("y");
    assertEquals("1 fully_connected, 1 softmax", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void wantedOutputsAreKeptInTheirOrder() {
    Graph both =
        Passes.standard().keeping(List.of("gap", "logits")).run(SampleModels.residual().read());
    assertEquals(List.of("gap", "logits"), both.outputs().stream().map(Value::name).toList());
    Graph features = Passes.standard().keeping(List.of("gap")).run(SampleModels.residual().read());
    assertEquals("[1,16]", features.outputs().get(0).shape().toString());
  }

  @Test
  void unknownOutputIsRefusedWithTheKnownOnes() {
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> Passes.standard().keeping(List.of("scores")).run(SampleModels.residual().read()));
    assertEquals("UP2101", e.diagnostics().get(0).code().id());
    assertEquals("logits, gap", e.diagnostics().get(0).found());
  }

  @Test
  void firstOutputIsKeptWhereNoneIsCalledLogits() {
    Graph graph = Passes.standard().run(SampleModels.views().read());
    assertEquals("scores", graph.outputs().get(0).name());
  }

  @Test
  void channelsLastInputIsTakenAsItIs() {
    Graph graph = Oracle.check(SampleModels.padded());
    assertEquals("[1,7,5,2]", graph.inputs().get(0).shape().toString());
    assertEquals("1 conv2d, 1 reshape", GraphPrinter.counts(graph));
  }

  @Test
  void flattenedInputIsStillFedChannelsLast() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 3, 4, 2)
            .node("Flatten", "x", "f")
            .randomWeights("w", 24, 5)
            .node("Gemm", "f w", "y")
            .output("y");
    Graph graph = Oracle.check(model);
    assertEquals("[1,4,2,3]", graph.inputs().get(0).shape().toString());
    assertEquals("1 fully_connected, 1 reshape", GraphPrinter.counts(graph));
  }

  @Test
  void operatorReadTwiceIsNotFusedAway() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 5, 5)
            .randomWeights("w", 2, 2, 3, 3)
            .node("Conv", "x w", "c", Attr.ints("pads", 1, 1, 1, 1))
            .node("Relu", "c", "r")
            .node("Add", "r c", "s")
            .node("GlobalAveragePool", "s", "y")
            .output("y");
    assertEquals(
        "1 add, 1 clamp, 1 conv2d, 1 mean, 1 reshape", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void reluSinksThroughFlattenIntoTheConvolution() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 5, 5)
            .randomWeights("w", 3, 2, 3, 3)
            .node("Conv", "x w", "c")
            .node("Flatten", "c", "f")
            .node("Relu", "f", "r")
            .randomWeights("d", 27, 4)
            .node("Gemm", "r d", "y")
            .output("y");
    assertEquals(
        "1 conv2d, 1 fully_connected, 1 reshape", GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void whatScalesANormalisationGoesIntoTheConvolutionToo() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 5, 5)
            .randomWeights("w", 3, 2, 3, 3)
            .node("Conv", "x w", "c")
            .randomWeights("scale", 3)
            .randomWeights("shift", 3)
            .randomWeights("mean", 3)
            .positiveWeights("variance", 3)
            .node("BatchNormalization", "c scale shift mean variance", "n")
            .weights("k", List.of(1, 3, 1, 1), 2, 3, -1)
            .node("Mul", "n k", "m")
            .node("Relu", "m", "y")
            .output("y");
    assertEquals(1, Oracle.check(model).ops().stream().filter(Conv2D.class::isInstance).count());
    assertEquals(
        0,
        Passes.standard().run(model.read()).ops().stream()
            .filter(Binary.class::isInstance)
            .count());
  }

  @Test
  void tighterOfTwoClampsWins() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .randomWeights("w", 4, 4)
            .node("Gemm", "x w", "a")
            .weights("zero", List.of(), 0)
            .weights("six", List.of(), 6)
            .node("Clip", "a zero six", "b")
            .node("Relu", "b", "y")
            .output("y");
    Graph graph = Oracle.check(model);
    assertEquals(
        " act=relu6",
        GraphPrinter.line(graph, graph.ops().get(0)).replaceAll(".*\\)( act=\\w+).*", "$1"));
  }

  @Test
  void longAlternatingChainsOfViewsEndWithoutDeepRecursion() {
    OnnxModel model = new OnnxModel().input("x", 1, 2, 3).integers("shape", 1, 2, 3);
    String last = "x";
    for (int i = 0; i < 2000; i++) {
      model.node("Transpose", last, "t" + i, Attr.ints("perm", 0, 2, 1));
      model.node("Reshape", "t" + i + " shape", "r" + i);
      last = "r" + i;
    }
    Graph graph = Passes.standard().run(model.node("Relu", last, "y").output("y").read());
    assertEquals(6, new FloatInterpreter(graph).run(new float[6]).length);
  }
}
