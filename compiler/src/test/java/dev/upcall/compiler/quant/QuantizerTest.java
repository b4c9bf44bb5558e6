package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.report.QuantReport;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.Golden;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);

  @ParameterizedTest
  @ValueSource(strings = {"residual", "flattening", "padded", "pooledNorm", "views"})
  void everyValueIsQuantized(String model) {
    Graph graph = floats(SampleModels.named(model));
    Graph quantized = quantize(graph).graph();
    GraphVerifier.verify(quantized, "quantizer");
    assertEquals(INPUT, quantized.inputs().get(0).type().qparams());
    assertEquals(GraphPrinter.counts(graph), GraphPrinter.counts(quantized));
    Golden.check("quant/" + model + ".txt", GraphPrinter.print(quantized));
  }

  @ParameterizedTest
  @EnumSource(RangeRule.class)
  void littleIsLostByEveryRule(RangeRule rule) {
    Graph graph = floats(SampleModels.residual());
    QuantOptions options = QuantOptions.STANDARD.withCalibrator(rule);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(graph, 32), options);
    QuantReport report = QuantReport.of(graph, quantized, samples(graph, 32));
    for (QuantReport.Layer layer : report.layers()) {
      assertTrue(layer.sqnr() > 18, report.render());
    }
  }

  @Test
  void weightsFillTheirRangeAndBiasesHaveTheProductOfScales() {
    Graph graph = floats(SampleModels.residual());
    QuantOptions options = QuantOptions.STANDARD.withRounding(WeightRounding.NEAREST);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(graph, 8), options);
    for (Op op : quantized.graph().ops()) {
      if (op instanceof Linear linear) {
        TensorType weights = linear.weights().type();
        TensorType bias = linear.bias().type();
        byte[] elements = quantized.graph().constant(linear.weights()).toBytes();
        int[] largest = new int[bias.shape().size()];
        for (int i = 0; i < elements.length; i++) {
          int c = linear.outputChannel(i);
          largest[c] = Math.max(largest[c], Math.abs(elements[i]));
        }
        for (int c = 0; c < largest.length; c++) {
          assertEquals(127, largest[c], op.source().toString());
          assertEquals(0, weights.quantization().get(c).zeroPoint());
          assertEquals(
              (double) linear.input().type().qparams().scale()
                  * weights.quantization().get(c).scale(),
              bias.quantization().get(c).scale(),
              1e-9);
        }
      }
    }
  }

  @Test
  void poolingKeepsItsInputsQuantization() {
    QuantGraph quantized = quantize(floats(SampleModels.residual()));
    for (Op op : quantized.graph().ops()) {
      if (op.mnemonic().equals("max_pool2d") || op.mnemonic().equals("reshape")) {
        assertEquals(op.inputs().get(0).type().qparams(), op.output().type().qparams());
      }
    }
  }

  @Test
  void softmaxWithinTheNetworkHasTheFixedQuantization() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .node("Softmax", "x", "p")
            .randomWeights("w", 4, 2)
            .node("Gemm", "p w", "y")
            .output("y");
    Op softmax = quantize(floats(model)).graph().ops().get(0);
    assertEquals(new QParams(1f / 256, -128), softmax.output().type().qparams());
  }

  @Test
  void channelOfZeroWeightsStillGivesItsBias() {
    assertGives(new float[] {0, 0, 0, 0}, new float[] {3, -1}, new float[] {1, 1});
  }

  @Test
  void channelOfTinyWeightsStillGivesItsBias() {
    assertGives(new float[] {1e-30f, 1e-38f, 1, 1}, new float[] {3, -1}, new float[] {1, 1});
  }

  @Test
  void outputThatNeverMovedInCalibrationStillMoves() {
    // Calibration shows zeros alone: the output's range must follow from the weights.
    Graph graph = dense(new float[] {1, 0, 0, 1}, new float[] {0, 0});
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, List.of(new float[2]));
    QParams output = quantized.graph().outputs().get(0).type().qparams();
    byte[] result = new Interpreter().run(quantized, INPUT.quantize(new float[] {2, -2}));
    assertEquals(127, result[0]);
    assertEquals(-128, result[1]);
    assertTrue(output.scale() > 1e-5, output.toString());
  }

  @Test
  void sharedWeightsAreQuantizedForEachUse() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .randomWeights("w", 2, 2)
            .node("Gemm", "x w", "a")
            .node("Relu", "a", "b")
            .node("Gemm", "b w", "y")
            .output("y");
    QuantGraph quantized = quantize(floats(model));
    assertEquals(4, quantized.graph().constants().size());
  }

  @Test
  void noCalibrationData() {
    Graph graph = floats(SampleModels.views());
    assertRefused("UP2201", () -> Quantizer.quantize(graph, INPUT, List.of()));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void sampleThatIsNotFinite(float value) {
    Graph graph = floats(SampleModels.views());
    float[] bad = new float[12];
    bad[7] = value;
    Diagnostic d =
        assertRefused(
            "UP2202", () -> Quantizer.quantize(graph, INPUT, List.of(new float[12], bad)));
    assertEquals("test, calibration sample 1", d.at());
    assertEquals(value + " at element 7", d.found());
  }

  @Test
  void sampleOfWrongLength() {
    Graph graph = floats(SampleModels.views());
    Diagnostic d =
        assertRefused("UP2202", () -> Quantizer.quantize(graph, INPUT, List.of(new float[11])));
    assertEquals("11 elements", d.found());
  }

  @Test
  void valuesThatOverflow() {
    Graph graph = dense(new float[] {3e38f, 3e38f, 1, 1}, new float[] {0, 0});
    assertRefused("UP2203", () -> Quantizer.quantize(graph, INPUT, List.of(new float[] {2, 2})));
  }

  @Test
  void weightsTooLargeForProductsOfScales() {
    Graph graph = dense(new float[] {1e30f, 0, 0, 0}, new float[] {0, 0});
    assertRefused("UP2204", () -> Quantizer.quantize(graph, INPUT, List.of(new float[] {0, 0})));
  }

  @Test
  void sumsBeyondTheAccumulator() {
    int terms = 80_000;
    float[] weights = new float[terms];
    Arrays.fill(weights, 1);
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, terms)
            .weights("w", List.of(terms, 1), weights)
            .node("Gemm", "x w", "y")
            .output("y");
    assertRefused("UP2206", () -> quantize(floats(model)));
  }

  @Test
  void paddingOutsideTheInputsRange() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .integers("pads", 0, 1, 0, 0)
            .weights("v", List.of(), 9)
            .node("Pad", "x pads v", "y")
            .output("y");
    Diagnostic d = assertRefused("UP2206", () -> quantize(floats(model)));
    assertEquals("padding by 9.0", d.found());
  }

  @Test
  void severalInputs() {
    OnnxModel model =
        new OnnxModel().input("a", 1, 2).input("b", 1, 2).node("Add", "a b", "y").output("y");
    assertRefused("UP2205", () -> Quantizer.quantize(floats(model), INPUT, List.of()));
  }

  @Test
  void addOfAConstantIsQuantizedToo() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 3, 3)
            .node("MaxPool", "x", "p", Attr.ints("kernel_shape", 2, 2))
            .randomWeights("c", 2, 1, 1)
            .node("Add", "p c", "s")
            .node("GlobalAveragePool", "s", "y")
            .output("y");
    Graph graph = floats(model);
    QuantReport report = QuantReport.of(graph, quantize(graph), samples(graph, 16));
    assertTrue(report.layers().get(1).sqnr() > 30, report.render());
  }

  /** Runs a 2x2 product on {@code sample} and expects about the float result. */
  private static void assertGives(float[] weights, float[] bias, float[] sample) {
    Graph graph = dense(weights, bias);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, List.of(sample, new float[2]));
    float[] expected = new FloatInterpreter(graph).run(sample);
    byte[] actual = new Interpreter().run(quantized, INPUT.quantize(sample));
    QParams output = quantized.graph().outputs().get(0).type().qparams();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], output.dequantize(actual[i]), 2 * output.scale());
    }
  }

  private static Graph dense(float[] weights, float[] bias) {
    return floats(
        new OnnxModel()
            .input("x", 1, 2)
            .weights("w", List.of(2, 2), weights)
            .weights("b", List.of(2), bias)
            .node("Gemm", "x w b", "y", Attr.integer("transB", 1))
            .output("y"));
  }

  private static Graph floats(OnnxModel model) {
    return Passes.standard().run(model.read());
  }

  private static QuantGraph quantize(Graph graph) {
    return Quantizer.quantize(graph, INPUT, samples(graph, 8));
  }

  private static Diagnostic assertRefused(String code, Executable action) {
    Diagnostic d = assertThrows(UpcallException.class, action).diagnostics().get(0);
    assertEquals(code, d.code().id(), d.toString());
    return d;
  }

  /** Uniform in -2..2, from a fixed seed. */
  private static List<float[]> samples(Graph graph, int count) {
    Random random = new Random(5);
    List<float[]> samples = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      float[] sample = new float[graph.inputs().get(0).shape().size()];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = random.nextFloat() * 4 - 2;
      }
      samples.add(sample);
    }
    return samples;
  }
}
