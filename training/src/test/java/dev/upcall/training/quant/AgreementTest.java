package dev.upcall.training.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.protobuf.ByteString;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.onnx.OnnxLimits;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.TensorProto;
import dev.upcall.core.tensor.QParams;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.onnx.OnnxGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What training rounds is what the compiler makes of the exported file: the same ranges, the same
 * weights, and activations that hardly differ by a step.
 */
class AgreementTest {
  private static final MapShape INPUT = new MapShape(2, 8, 8);
  private static final QParams IN = QParams.ofRange(-2, 2);
  private static final int CLASSES = 5;

  private final NDManager manager = Engine.newManager();
  private final Random random = new Random(3);

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "plain,INT8",
    "separable,INT8",
    "residual,INT8",
    "mlp,INT8",
    "mobilenetv2,INT8",
    "separable,INT4",
    "residual,INT4"
  })
  void roundsAsTheCompilerDoes(String architecture, Bits bits) {
    ModelProto model = model(architecture);
    FoldedNetwork network = new FoldedNetwork(model.getGraph());
    try (Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      weights.restore(network.rounded(weights, bits));
      Samples samples = samples(48);
      Ranges ranges = Ranges.of(manager, network, weights, bits, samples, IN);
      ModelProto rounded = replaced(model, weights);

      QuantGraph quantized = quantize(rounded, samples, bits);
      sameWeights(quantized, weights);
      Interpreter integers = new Interpreter();
      int ops = 0;
      int elements = 0;
      long off = 0;
      for (int n = 0; n < 16; n++) {
        NDArray x =
            manager.create(
                samples.values()[n], new Shape(1, INPUT.channels(), INPUT.height(), INPUT.width()));
        Map<String, NDArray> values = network.forward(x, weights, ranges.rounding(bits));
        Map<Integer, byte[]> steps = integers.runAll(quantized, input(samples.values()[n]));
        for (Op op : quantized.graph().ops()) {
          NDArray found = values.get(op.output().name());
          if (found == null
              || found.size() != op.output().shape().size()
              // What flattens a map has its elements in another order.
              || op instanceof Reshape) {
            continue;
          }
          QParams q = op.output().type().qparams();
          ranges.of(op.output().name()).ifPresent(expected -> same(expected, q));
          byte[] integer = steps.get(op.output().id());
          byte[] fake = q.quantize(channelsLast(found));
          for (int i = 0; i < fake.length; i++) {
            elements++;
            off += Math.abs(fake[i] - integer[i]);
          }
          ops++;
        }
      }
      assertTrue(ops >= 16 * 3, ops + " operators compared");
      // Requantisation rounds twice, the first time to a whole number: of few bits that is more.
      double mean = (double) off / elements;
      assertTrue(mean < (bits == Bits.INT8 ? 0.05 : 0.25), mean + " steps off on average");
    }
  }

  private static void same(QParams expected, QParams found) {
    assertEquals(expected.scale(), found.scale(), 1e-5 * found.scale());
    assertEquals(expected.zeroPoint(), found.zeroPoint());
  }

  /** The compiler finds the scales that training rounded by, so it rounds nothing more. */
  private static void sameWeights(QuantGraph quantized, Weights weights) {
    int layers = 0;
    for (Op op : quantized.graph().ops()) {
      if (op instanceof Linear linear) {
        Value value = linear.weights();
        byte[] steps = quantized.graph().constant(value).toBytes();
        float[] trained = weights.get(value.name()).toFloatArray();
        double sum = 0;
        double expected = 0;
        for (int i = 0; i < steps.length; i++) {
          sum +=
              Math.abs(
                  steps[i]
                      * (double) value.type().quantization().get(linear.outputChannel(i)).scale());
          expected += Math.abs(trained[i]);
        }
        assertEquals(expected, sum, 1e-6 * expected, value.name());
        layers++;
      }
    }
    assertTrue(layers >= 3, layers + " layers");
  }

  private static ModelProto replaced(ModelProto model, Weights weights) {
    ModelProto.Builder copy = model.toBuilder();
    for (TensorProto.Builder tensor : copy.getGraphBuilder().getInitializerBuilderList()) {
      float[] values = weights.get(tensor.getName()).toFloatArray();
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      tensor.setRawData(ByteString.copyFrom(bytes));
    }
    return copy.build();
  }

  private static QuantGraph quantize(ModelProto model, Samples samples, Bits bits) {
    QuantOptions options =
        QuantOptions.STANDARD
            .withBiasCorrection(false)
            .withWeights(bits == Bits.INT4 ? WeightBits.INT4 : WeightBits.INT8);
    Graph graph =
        Passes.standard()
            .run(OnnxImporter.parse("member", model.toByteArray(), OnnxLimits.standard()));
    List<float[]> calibration = new ArrayList<>();
    for (float[] sample : samples.values()) {
      calibration.add(IN.dequantize(input(sample)));
    }
    return Quantizer.quantize(QuantForm.of(graph, options), IN, calibration, options);
  }

  private ModelProto model(String name) {
    Architecture architecture = Architectures.standard().build(name, new Knobs(8, 1, 2, 1));
    OnnxGraph graph = new OnnxGraph(name);
    try (Weights weights = new Weights(manager, 7)) {
      architecture.declare("m", INPUT, weights);
      String input = graph.input("input", INPUT.channels(), INPUT.height(), INPUT.width());
      architecture.export("m", input, weights.snapshot(), graph, "gap");
    }
    float[] head = new float[CLASSES * architecture.features(INPUT)];
    for (int i = 0; i < head.length; i++) {
      head[i] = (float) random.nextGaussian();
    }
    graph
        .node("Gemm", "logits", "gap")
        .weight("logits.weight", head, CLASSES, architecture.features(INPUT))
        .weight("logits.bias", new float[] {0.1f, -0.2f, 0.3f, 0, 1}, CLASSES)
        .integer("transB", 1)
        .add();
    graph.output("logits", CLASSES);
    return graph.build();
  }

  /** On the steps of the input, as a device sends them. */
  private Samples samples(int count) {
    float[][] values = new float[count][INPUT.size()];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = n % CLASSES;
      for (int i = 0; i < values[n].length; i++) {
        values[n][i] = IN.dequantize(IN.quantize((float) random.nextGaussian()));
      }
    }
    return new Samples(INPUT, values, labels, new float[INPUT.channels()]);
  }

  /** [C,H,W] to [H,W,C] in steps. */
  private static byte[] input(float[] sample) {
    return IN.quantize(transposed(sample, INPUT.channels()));
  }

  private static float[] channelsLast(NDArray values) {
    float[] elements = values.toFloatArray();
    return values.getShape().dimension() == 4
        ? transposed(elements, (int) values.getShape().get(1))
        : elements;
  }

  private static float[] transposed(float[] planes, int channels) {
    int size = planes.length / channels;
    float[] pixels = new float[planes.length];
    for (int i = 0; i < planes.length; i++) {
      pixels[i % size * channels + i / size] = planes[i];
    }
    return pixels;
  }
}
