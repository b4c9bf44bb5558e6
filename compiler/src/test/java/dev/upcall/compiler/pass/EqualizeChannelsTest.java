package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.report.QuantReport;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EqualizeChannelsTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);

  @ParameterizedTest
  @ValueSource(strings = {"residual", "flattening", "padded", "pooledNorm", "views"})
  void keepsWhatTheNetworkComputes(String name) {
    assertSame(Passes.standard().run(SampleModels.named(name).read()));
  }

  /** Through depthwise and grouped convolution and pooling, to a dense end. */
  @Test
  void keepsAChainOfAllKindsOfLayers() {
    Graph graph = chain("Relu");
    Graph equalized = assertSame(graph);
    int changed = 0;
    for (int i = 0; i < graph.ops().size(); i++) {
      changed += isChanged(graph, equalized, i) ? 1 : 0;
    }
    assertEquals(4, changed);
  }

  /** Every kept channel has equal weights on both sides. */
  @Test
  void evensOutThePairsOfAChain() {
    Graph graph = new EqualizeChannels().run(uneven());
    float[] first = weights(graph, 0);
    float[] second = weights(graph, 1);
    for (int c = 0; c < 3; c++) {
      float left = 0;
      float right = 0;
      for (int i = 0; i < 4; i++) {
        left = Math.max(left, Math.abs(first[c * 4 + i]));
      }
      for (int o = 0; o < 2; o++) {
        right = Math.max(right, Math.abs(second[o * 3 + c]));
      }
      assertEquals(left, right, 1e-2 * left);
    }
  }

  /** A channel a thousand times smaller than its neighbour has no steps of its own otherwise. */
  @Test
  void smallChannelsAreNotLost() {
    Graph graph = uneven();
    double plain = outputSqnr(graph);
    double equalized = outputSqnr(new EqualizeChannels().run(graph));
    assertTrue(plain < 15, "nothing to gain: " + plain);
    assertTrue(equalized > plain + 15, equalized + " after " + plain);
  }

  @Test
  void leavesPairsAroundRelu6Alone() {
    Graph graph = chain("Relu6");
    Graph equalized = assertSame(graph);
    for (int i = 0; i < graph.ops().size() - 2; i++) {
      assertTrue(!isChanged(graph, equalized, i), "operator " + i);
    }
  }

  @Test
  void aChannelThatIsAlwaysZeroStaysSo() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .weights("w1", List.of(2, 2), 0, 0, 1, 2)
            .weights("b1", List.of(2), 3, 0)
            .node("Gemm", "x w1 b1", "h", Attr.integer("transB", 1))
            .weights("w2", List.of(1, 2), 5, 0)
            .node("Gemm", "h w2", "y", Attr.integer("transB", 1))
            .output("y");
    assertSame(Passes.standard().run(model.read()));
  }

  /** Two dense layers; the second undoes the first's very different scales. */
  private static Graph uneven() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .weights(
                "w1",
                List.of(3, 4),
                new float[] {500, -300, 200, 100, 0.5f, 0.4f, -0.3f, 0.2f, 0.3f, 0.1f, 0.5f, -0.4f})
            .weights("b1", List.of(3), new float[] {0, 0, 0})
            .node("Gemm", "x w1 b1", "h", Attr.integer("transB", 1))
            .node("Relu", "h", "r")
            .weights("w2", List.of(2, 3), new float[] {0.0001f, 1, -1, -0.0001f, 1, 1})
            .node("Gemm", "r w2", "y", Attr.integer("transB", 1))
            .output("y");
    return Passes.standard().run(model.read());
  }

  private static Graph chain(String activation) {
    OnnxModel m =
        new OnnxModel()
            .input("x", 1, 3, 8, 8)
            .randomWeights("c.w", 8, 3, 3, 3)
            .randomWeights("c.b", 8)
            .node("Conv", "x c.w c.b", "c", Attr.ints("pads", 1, 1, 1, 1));
    activate(m, activation, "c", "c.a");
    m.randomWeights("d.w", 8, 1, 3, 3).node("Conv", "c.a d.w", "d", Attr.integer("group", 8));
    activate(m, activation, "d", "d.a");
    m.node("MaxPool", "d.a", "p", Attr.ints("kernel_shape", 2, 2), Attr.ints("strides", 2, 2))
        .randomWeights("g.w", 6, 4, 1, 1)
        .randomWeights("g.b", 6)
        .node("Conv", "p g.w g.b", "g", Attr.integer("group", 2));
    activate(m, activation, "g", "g.a");
    return Passes.standard()
        .run(
            m.node("GlobalAveragePool", "g.a", "gap")
                .node("Flatten", "gap", "flat")
                .randomWeights("f.w", 4, 6)
                .node("Gemm", "flat f.w", "y", Attr.integer("transB", 1))
                .output("y")
                .read());
  }

  private static void activate(OnnxModel m, String activation, String from, String to) {
    if (activation.equals("Relu")) {
      m.node("Relu", from, to);
    } else {
      m.weights(to + ".min", List.of(), 0)
          .weights(to + ".max", List.of(), 6)
          .node("Clip", from + " " + to + ".min " + to + ".max", to);
    }
  }

  private static Graph assertSame(Graph graph) {
    Graph equalized = new EqualizeChannels().run(graph);
    GraphVerifier.verify(equalized, "equalize-channels");
    FloatInterpreter before = new FloatInterpreter(graph);
    FloatInterpreter after = new FloatInterpreter(equalized);
    for (float[] sample : samples(graph)) {
      float[] expected = before.run(sample);
      float largest = 1e-6f;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertArrayEquals(expected, after.run(sample), 1e-4f * largest);
    }
    return equalized;
  }

  private static boolean isChanged(Graph before, Graph after, int index) {
    if (!(before.ops().get(index) instanceof Linear)) {
      return false;
    }
    float[] a = weights(before, index);
    float[] b = weights(after, index);
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        return true;
      }
    }
    return false;
  }

  private static float[] weights(Graph graph, int index) {
    Value weights = ((Linear) graph.ops().get(index)).weights();
    return graph.constant(weights).toFloats();
  }

  private static double outputSqnr(Graph graph) {
    List<float[]> samples = samples(graph);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples);
    List<QuantReport.Layer> layers = QuantReport.of(graph, quantized, samples).layers();
    return layers.get(layers.size() - 1).sqnr();
  }

  private static List<float[]> samples(Graph graph) {
    Random random = new Random(5);
    List<float[]> samples = new ArrayList<>();
    for (int s = 0; s < 16; s++) {
      float[] sample = new float[graph.inputs().get(0).shape().size()];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = random.nextFloat() * 4 - 2;
      }
      samples.add(sample);
    }
    return samples;
  }
}
