package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What calibration data are good for beyond ranges: rounding of weights, correction of biases. */
class CalibratedWeightsTest {
  private static final QParams INPUT = QParams.ofRange(0, 4);

  private static final QuantOptions PLAIN =
      QuantOptions.STANDARD
          .withCalibrator(RangeRule.MIN_MAX)
          .withRounding(WeightRounding.NEAREST)
          .withBiasCorrection(false)
          .withWeights(WeightBits.INT4);

  @Test
  void fourBitsAreFourBits() {
    Graph graph = Passes.standard().run(SampleModels.residual().read());
    Graph quantized = quantize(graph, PLAIN).graph();
    int largest = 0;
    for (Op op : quantized.ops()) {
      if (op instanceof Linear linear) {
        if (op instanceof DepthwiseConv2D) {
          assertEquals(DType.INT8, linear.weights().type().dtype());
          continue;
        }
        assertEquals(DType.INT4, linear.weights().type().dtype());
        int elements = linear.weights().shape().size();
        assertEquals((elements + 1) / 2, linear.weights().type().bytes());
        for (byte weight : quantized.constant(linear.weights()).toBytes()) {
          largest = Math.max(largest, Math.abs(weight));
        }
      }
    }
    assertEquals(7, largest);
  }

  @Test
  void layersMayDiffer() {
    Graph graph = Passes.standard().run(SampleModels.residual().read());
    int first = graph.ops().get(0).output().id();
    int depthwise = graph.ops().get(1).output().id();
    WeightBits bits = new WeightBits(4, Map.of(first, 8, depthwise, 4));
    List<DType> types = new ArrayList<>();
    for (Op op : quantize(graph, PLAIN.withWeights(bits)).graph().ops()) {
      if (op instanceof Linear linear) {
        types.add(linear.weights().type().dtype());
      }
    }
    assertEquals(DType.INT8, types.get(0));
    assertEquals(List.of(DType.INT4), types.stream().skip(1).distinct().toList());
  }

  /** All inputs are positive, so that rounding many weights one way shifts an output. */
  @Test
  void biasesTakeBackTheMeanShift() {
    Graph graph = dense(64, 8);
    double[] plain = meanErrors(graph, PLAIN);
    double[] corrected = meanErrors(graph, PLAIN.withBiasCorrection(true));
    for (int c = 0; c < plain.length; c++) {
      assertTrue(Math.abs(corrected[c]) < 0.03, c + ": " + corrected[c]);
    }
    double worst = 0;
    for (double error : plain) {
      worst = Math.max(worst, Math.abs(error));
    }
    assertTrue(worst > 0.15, "nothing to correct: " + worst);
  }

  /** Inputs that move together let the error of one weight be made up for by another. */
  @Test
  void feedbackLosesLessThanRoundingToNearest() {
    Graph graph = dense(64, 8);
    double nearest = squaredError(graph, PLAIN);
    double feedback = squaredError(graph, PLAIN.withRounding(WeightRounding.FEEDBACK));
    assertTrue(feedback < nearest / 4, feedback + " against " + nearest);
  }

  @Test
  void feedbackServesEveryKindOfLayer() {
    Graph graph = Passes.standard().run(SampleModels.residual().read());
    QuantOptions options = PLAIN.withRounding(WeightRounding.FEEDBACK).withBiasCorrection(true);
    double nearest = squaredError(graph, PLAIN);
    double feedback = squaredError(graph, options);
    assertTrue(feedback < nearest, feedback + " against " + nearest);
  }

  @Test
  void inverseTimesMatrixIsOne() {
    int n = 9;
    double[] a = new Random(3).doubles(n * n).toArray();
    double[] symmetric = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        symmetric[i * n + j] = product(a, a, n, i, j, true) + (i == j ? 0.1 : 0);
      }
    }
    double[] inverse = Cholesky.inverse(Cholesky.lower(symmetric, n), n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(i == j ? 1 : 0, product(symmetric, inverse, n, i, j, false), 1e-8);
      }
    }
  }

  private static double product(
      double[] a, double[] b, int n, int row, int column, boolean transposed) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += a[row * n + k] * (transposed ? b[column * n + k] : b[k * n + column]);
    }
    return sum;
  }

  /** A dense layer. */
  private static Graph dense(int inputs, int outputs) {
    return Passes.standard()
        .run(
            new OnnxModel()
                .input("x", 1, inputs)
                .randomWeights("w", outputs, inputs)
                .randomWeights("b", outputs)
                .node("Gemm", "x w b", "y", Attr.integer("transB", 1))
                .output("y")
                .read());
  }

  private static QuantGraph quantize(Graph graph, QuantOptions options) {
    return Quantizer.quantize(graph, INPUT, samples(graph, 1), options);
  }

  /** Per output, the mean over other samples than those calibrated with. */
  private static double[] meanErrors(Graph graph, QuantOptions options) {
    double[] sums = new double[graph.outputs().get(0).shape().size()];
    int count = errors(graph, options, (c, error) -> sums[c] += error);
    for (int c = 0; c < sums.length; c++) {
      sums[c] /= count;
    }
    return sums;
  }

  private static double squaredError(Graph graph, QuantOptions options) {
    double[] sum = new double[1];
    errors(graph, options, (c, error) -> sum[0] += error * error);
    return sum[0];
  }

  private interface ErrorSink {
    void accept(int output, double error);
  }

  private static int errors(Graph graph, QuantOptions options, ErrorSink sink) {
    QuantGraph quantized = quantize(graph, options);
    FloatInterpreter exact = new FloatInterpreter(graph);
    Interpreter integer = new Interpreter();
    QParams out = quantized.graph().outputs().get(0).type().qparams();
    List<float[]> samples = samples(graph, 2);
    for (float[] sample : samples) {
      float[] expected = exact.run(sample);
      byte[] actual = integer.run(quantized, INPUT.quantize(sample));
      for (int c = 0; c < expected.length; c++) {
        sink.accept(c, out.dequantize(actual[c]) - expected[c]);
      }
    }
    return samples.size();
  }

  /** Positive, and neighbours move together. */
  private static List<float[]> samples(Graph graph, long seed) {
    Random random = new Random(seed);
    List<float[]> samples = new ArrayList<>();
    for (int s = 0; s < 128; s++) {
      float[] sample = new float[graph.inputs().get(0).shape().size()];
      float common = 1 + 2 * random.nextFloat();
      for (int i = 0; i < sample.length; i++) {
        float real = common + 0.4f * (float) random.nextGaussian();
        sample[i] = INPUT.dequantize(INPUT.quantize(real));
      }
      samples.add(sample);
    }
    return samples;
  }
}
