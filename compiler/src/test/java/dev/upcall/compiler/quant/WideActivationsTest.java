package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.report.LeaveOneOut;
import dev.upcall.compiler.report.QuantReport;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations of 16 bits between an input and an output of 8. */
class WideActivationsTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);
  private static final QuantOptions WIDE = QuantOptions.STANDARD.withActivations(Activations.INT16);

  @ParameterizedTest
  @ValueSource(strings = {"residual", "flattening", "padded", "pooledNorm", "views"})
  void endsAreBytesAndAllBetweenIsWide(String model) {
    Graph graph = QuantForm.of(Passes.standard().run(SampleModels.named(model).read()), WIDE);
    Graph quantized = Quantizer.quantize(graph, INPUT, samples(graph), WIDE).graph();
    GraphVerifier.verify(quantized, "quantizer");
    assertEquals(DType.INT8, quantized.inputs().get(0).type().dtype());
    assertEquals(DType.INT8, quantized.outputs().get(0).type().dtype());
    List<Op> ops = quantized.ops();
    for (Op op : ops.subList(0, ops.size() - 1)) {
      assertEquals(DType.INT16, op.output().type().dtype(), op.mnemonic());
      assertEquals(0, op.output().type().qparams().zeroPoint());
      if (op instanceof Linear linear) {
        assertEquals(DType.INT8, linear.weights().type().dtype());
        assertEquals(DType.INT64, linear.bias().type().dtype());
      }
    }
  }

  @Test
  void lessIsLostThanWithBytes() {
    Graph floats = Passes.standard().run(SampleModels.residual().read());
    double bytes = beforeTheEnd(floats, QuantOptions.STANDARD);
    double wide = beforeTheEnd(floats, WIDE);
    assertTrue(wide > bytes + 6, wide + " dB instead of " + bytes);
  }

  @Test
  void aDoorRoundsNothing() {
    Graph graph = QuantForm.of(Passes.standard().run(SampleModels.residual().read()), WIDE);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(graph), WIDE);
    QuantReport report = QuantReport.of(graph, quantized, rounded(graph));
    assertEquals(Double.POSITIVE_INFINITY, report.layers().get(0).sqnr());
    int layers = new LeaveOneOut(graph, quantized).costs(samples(graph), Optional.empty()).size();
    assertTrue(layers > 4, layers + " layers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sigmoid", "Tanh", "Softmax"})
  void curvesHaveFixedSteps(String curve) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .node(curve, "x", "s")
            .randomWeights("w", 4, 2)
            .node("Gemm", "s w", "y")
            .output("y");
    Graph graph = QuantForm.of(Passes.standard().run(model.read()), WIDE);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(graph), WIDE);
    QParams unit = new QParams(1f / 32768, 0);
    assertEquals(unit, quantized.graph().ops().get(1).output().type().qparams());
    QuantReport report = QuantReport.of(graph, quantized, rounded(graph));
    assertTrue(report.layers().get(1).sqnr() > 50, report.render());
  }

  @Test
  void operatorWithoutWideArithmeticIsRefused() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .node("Elu", "x", "s")
            .randomWeights("w", 4, 2)
            .node("Gemm", "s w", "y")
            .output("y");
    Graph graph = QuantForm.of(Passes.standard().run(model.read()), WIDE);
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> Quantizer.quantize(graph, INPUT, samples(graph), WIDE));
    assertEquals("UP2206", e.diagnostics().get(0).code().id());
    assertEquals("elu of int16 activations", e.diagnostics().get(0).found());
  }

  @Test
  void weightsOfFourBitsDoNotGoWithThem() {
    assertThrows(
        IllegalArgumentException.class, () -> WIDE.withWeights(WeightBits.INT4).getClass());
  }

  /** Noise of the last layer that is not the way out. */
  private static double beforeTheEnd(Graph floats, QuantOptions options) {
    Graph graph = QuantForm.of(floats, options);
    QuantGraph model = Quantizer.quantize(graph, INPUT, samples(graph), options);
    List<QuantReport.Layer> layers = QuantReport.of(graph, model, rounded(graph)).layers();
    int last = layers.size() - 1;
    return layers.get(options.activations() == Activations.INT16 ? last - 1 : last).sqnr();
  }

  private static List<float[]> rounded(Graph graph) {
    return samples(graph).stream().map(s -> Steps.round(input(graph), s)).toList();
  }

  private static TensorType input(Graph graph) {
    return TensorType.quantized(DType.INT8, graph.inputs().get(0).shape(), INPUT);
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
