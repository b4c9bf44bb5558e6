package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.SampleModels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elementwise operators, reductions and normalisations among convolutions leave no transpose. */
class SinkingTest {
  @Test
  void squeezeAndExcite() {
    OnnxModel model =
        map()
            .node("GlobalAveragePool", "x", "gap")
            .randomWeights("w1", 2, 4, 1, 1)
            .node("Conv", "gap w1", "squeezed")
            .node("Relu", "squeezed", "relu")
            .randomWeights("w2", 4, 2, 1, 1)
            .node("Conv", "relu w2", "excited")
            .node("HardSigmoid", "excited", "gate")
            .node("Mul", "x gate", "z");
    assertEquals(
        "4 conv2d, 1 hard_sigmoid, 2 mean, 1 mul, 1 reshape",
        GraphPrinter.counts(Oracle.check(ended(model))));
  }

  @ParameterizedTest
  @CsvSource({
    "Mul, 4 1 1",
    "Sub, 1 4 1 1",
    "Div, 1",
    "Max, 4 5 6",
    "Min, 5 6",
    "Pow, 6",
    "Add, 4 1 1"
  })
  void constantsOnEitherSide(String type, String dims) {
    Integer[] shape = Arrays.stream(dims.split(" ")).map(Integer::valueOf).toArray(Integer[]::new);
    for (String operands : new String[] {"s c", "c s"}) {
      OnnxModel model =
          map().node("Sigmoid", "x", "s").positiveWeights("c", shape).node(type, operands, "z");
      assertNoTranspose(Oracle.check(ended(model)));
    }
  }

  @Test
  void slopesPerChannel() {
    OnnxModel model = map().randomWeights("slope", 4, 1, 1).node("PRelu", "x slope", "z");
    assertNoTranspose(Oracle.check(ended(model)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Less", "GreaterOrEqual", "Equal"})
  void masks(String comparison) {
    OnnxModel model =
        map()
            .randomWeights("c", 4, 1, 1)
            .node(comparison, "x c", "mask")
            .node("Not", "mask", "inverse")
            .node("Cast", "inverse", "factor", Attr.integer("to", 1))
            .node("Mul", "x factor", "z");
    assertNoTranspose(Oracle.check(ended(model)));
  }

  @Test
  void normalisations() {
    OnnxModel model =
        map()
            .positiveWeights("scale", 4)
            .randomWeights("shift", 4)
            .node("InstanceNormalization", "x scale shift", "z", Attr.real("epsilon", 1e-3f));
    Graph graph = Oracle.check(ended(model));
    assertEquals(
        "1 add, 2 conv2d, 1 mean, 1 mul, 1 reshape, 1 standardize", GraphPrinter.counts(graph));
  }

  @Test
  void softmaxOfEachPixel() {
    OnnxModel model = map().node("LogSoftmax", "x", "z", Attr.integer("axis", 1));
    assertNoTranspose(Oracle.check(ended(model)));
  }

  @Test
  void reductionsOverChannels() {
    OnnxModel model =
        map()
            .node("ReduceMax", "x", "most", Attr.ints("axes", 1))
            .node("ReduceL2", "x", "norm", Attr.ints("axes", -3))
            .node("Div", "most norm", "ratio")
            .node("Mul", "x ratio", "z");
    assertNoTranspose(Oracle.check(ended(model)));
  }

  @Test
  void indicesOfTheLargest() {
    OnnxModel model =
        map()
            .node("ArgMax", "x", "index", Attr.integer("axis", 1))
            .node("Cast", "index", "real", Attr.integer("to", 1))
            .node("Mul", "x real", "z");
    assertNoTranspose(Oracle.check(ended(model)));
  }

  @Test
  void factorsAndAddendsBehindAConvolutionGoIntoIt() {
    OnnxModel model =
        map()
            .randomWeights("a", 4, 1, 1)
            .node("Mul", "x a", "m")
            .randomWeights("b", 1, 4, 1, 1)
            .node("Sub", "b m", "s")
            .positiveWeights("c", 1)
            .node("Div", "s c", "d")
            .node("Sub", "d c", "z");
    assertEquals("2 conv2d, 1 mean, 1 reshape", GraphPrinter.counts(Oracle.check(ended(model))));
    OnnxModel inverse = map().positiveWeights("c", 4, 1, 1).node("Div", "c x", "z");
    assertEquals(
        "2 conv2d, 1 div, 1 mean, 1 reshape", GraphPrinter.counts(Oracle.check(ended(inverse))));
  }

  /** Of one channel, so that axes of one element lie between the two reshapes. */
  @Test
  void spaceToDepthOfOneChannel() {
    Oracle.check(
        new OnnxModel()
            .input("input", 1, 1, 4, 6)
            .node("SpaceToDepth", "input", "y", Attr.integer("blocksize", 2))
            .output("y"));
  }

  @Test
  void everyFamilyInOneGraph() {
    Oracle.check(SampleModels.elementwise());
  }

  @Test
  void branchesThatAreJoined() {
    OnnxModel model =
        map()
            .integers("sizes", 1, 3)
            .node("Split", "x sizes", "a", Attr.integer("axis", 1))
            .randomWeights("u", 2, 3, 3, 3)
            .node("Conv", "b u", "c", Attr.ints("pads", 1, 1, 1, 1))
            .randomWeights("k", 1, 1, 5, 6)
            .node("Concat", "c a k", "z", Attr.integer("axis", 1));
    model.graph().getNodeBuilder(1).addOutput("b");
    Graph graph = Oracle.check(ended(model));
    assertEquals("1 concat, 3 conv2d, 1 mean, 1 reshape, 2 slice", GraphPrinter.counts(graph));
  }

  @Test
  void shortcutsOfResidualNetworks() {
    OnnxModel model =
        map()
            .integers("zero", 0, 0)
            .integers("far", 100, 100)
            .integers("axes", 2, 3)
            .integers("two", 2, 2)
            .node("Slice", "x zero far axes two", "s")
            .integers("pads", 0, 1, 0, 0, 0, 1, 0, 0)
            .node("Pad", "s pads", "p")
            .randomWeights("u", 6, 4, 1, 1)
            .node("Conv", "x u", "c", Attr.ints("strides", 2, 2))
            .node("Add", "p c", "sum")
            .randomWeights("t", 4, 6, 1, 1)
            .node("Conv", "sum t", "z");
    Graph graph = Oracle.check(ended(model));
    assertEquals("1 add, 4 conv2d, 1 mean, 1 pad, 1 reshape, 1 slice", GraphPrinter.counts(graph));
  }

  @Test
  void shuffledChannelsAreTransposedOnce() {
    OnnxModel model =
        map()
            .integers("grouped", 1, 2, 2, 5, 6)
            .integers("flat", 1, 4, 5, 6)
            .node("Reshape", "x grouped", "g")
            .node("Transpose", "g", "t", Attr.ints("perm", 0, 2, 1, 3, 4))
            .node("Reshape", "t flat", "z");
    Graph graph = Oracle.check(ended(model));
    assertEquals("2 conv2d, 1 mean, 3 reshape, 1 transpose", GraphPrinter.counts(graph));
    assertTrue(
        graph.ops().stream().allMatch(op -> op.output().shape().rank() <= 4),
        () -> GraphPrinter.print(graph));
  }

  @Test
  void shuffledPixelsAreTransposedOnce() {
    OnnxModel model =
        map()
            .integers("split", 1, 1, 2, 2, 5, 6)
            .integers("image", 1, 1, 10, 12)
            .node("Reshape", "x split", "s")
            .node("Transpose", "s", "t", Attr.ints("perm", 0, 1, 4, 2, 5, 3))
            .node("Reshape", "t image", "i")
            .randomWeights("u", 4, 1, 3, 3)
            .node("Conv", "i u", "z");
    Graph graph = Oracle.check(ended(model));
    assertEquals("3 conv2d, 1 mean, 3 reshape, 1 transpose", GraphPrinter.counts(graph));
  }

  @Test
  void flattenedBranchesBeforeADenseLayer() {
    OnnxModel model =
        map()
            .randomWeights("u", 3, 4, 2, 2)
            .node("Conv", "x u", "c")
            .node("Flatten", "c", "a")
            .node("MaxPool", "x", "p", Attr.ints("kernel_shape", 3, 4))
            .node("Flatten", "p", "b")
            .node("GlobalAveragePool", "x", "gap")
            .node("Flatten", "gap", "d")
            .node("Concat", "a d b", "row", Attr.integer("axis", 1))
            .randomWeights("fc", 7, 60 + 4 + 36)
            .node("Gemm", "row fc", "y", Attr.integer("transB", 1))
            .output("y");
    assertNoTranspose(Oracle.check(model));
  }

  @Test
  void sequencesOfFramesBeforeARecurrentLayer() {
    OnnxModel model =
        map()
            .randomWeights("u", 3, 4, 5, 1)
            .node("Conv", "x u", "c")
            .integers("height", 2)
            .node("Squeeze", "c height", "s")
            .node("Transpose", "s", "frames", Attr.ints("perm", 2, 0, 1))
            .randomWeights("gates", 1, 12, 3)
            .randomWeights("again", 1, 12, 4)
            .node("GRU", "frames gates again", "all", Attr.integer("hidden_size", 4))
            .node("Relu", "last", "y")
            .output("y");
    model.graph().getNodeBuilder(4).addOutput("last");
    assertNoTranspose(Oracle.check(model));
  }

  @Test
  void pixelsInOneRow() {
    OnnxModel model =
        map()
            .integers("row", 1, 4, 30)
            .integers("map", 1, 4, 6, 5)
            .node("Reshape", "x row", "r")
            .node("Sigmoid", "r", "s")
            .node("Reshape", "s map", "z");
    assertNoTranspose(Oracle.check(ended(model)));
  }

  private static void assertNoTranspose(Graph graph) {
    assertEquals(
        0,
        graph.ops().stream().filter(op -> op.mnemonic().equals("transpose")).count(),
        () -> GraphPrinter.print(graph));
  }

  /** A map x of 4 channels. */
  private static OnnxModel map() {
    return new OnnxModel(13)
        .input("input", 1, 2, 5, 6)
        .randomWeights("w", 4, 2, 1, 1)
        .node("Conv", "input w", "x");
  }

  /** What comes behind z. */
  private static OnnxModel ended(OnnxModel model) {
    return model
        .randomWeights("v", 3, 4, 1, 1)
        .node("Conv", "z v", "end")
        .node("GlobalAveragePool", "end", "gap2")
        .node("Flatten", "gap2", "y")
        .output("y");
  }
}
