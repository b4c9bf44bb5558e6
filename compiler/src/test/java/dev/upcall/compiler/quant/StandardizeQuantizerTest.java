package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a layer normalisation of floats in integers. */
class StandardizeQuantizerTest {
  private static final int ROWS = 12;
  private static final int DEPTH = 32;
  private static final SourceRef SOURCE =
      new SourceRef("made.onnx", 0, "layer", "LayerNormalization");
  private static final QParams INPUT = new QParams(6f / 255, 11);

  /** Over samples that calibration has not seen; an epsilon that matters as well. */
  @ParameterizedTest
  @CsvSource({"1e-5,35", "0.5,35"})
  void keepsTheOutput(float epsilon, double decibels) {
    Graph graph = layer(List.of(1), epsilon);
    Random random = new Random(3);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(random));
    KernelSelector.portable().select(quantized);
    double signal = 0;
    double noise = 0;
    QParams out = quantized.graph().outputs().get(0).type().qparams();
    for (float[] sample : samples(random)) {
      byte[] steps = INPUT.quantize(sample);
      float[] exact = new FloatInterpreter(graph).run(sample);
      byte[] rounded = new Interpreter().run(quantized, steps);
      for (int i = 0; i < exact.length; i++) {
        double error = out.dequantize(rounded[i]) - exact[i];
        signal += (double) exact[i] * exact[i];
        noise += error * error;
      }
    }
    double ratio = 10 * Math.log10(signal / noise);
    assertTrue(ratio >= decibels, () -> ratio + " dB");
  }

  /** Of equal elements nothing is left, even without an epsilon. */
  @Test
  void makesConstantRowsZero() {
    Graph graph = standard(List.of(1), 0);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(new Random(4)));
    byte[] input = new byte[ROWS * DEPTH];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) (i / DEPTH * 21 - 128);
    }
    byte[] zeros = new byte[input.length];
    int zero = quantized.graph().outputs().get(0).type().qparams().zeroPoint();
    Arrays.fill(zeros, (byte) zero);
    assertArrayEquals(zeros, new Interpreter().run(quantized, input));
  }

  @Test
  void refusesOtherAxesByName() {
    List<float[]> samples = samples(new Random(5));
    Graph graph = standard(List.of(0), 1e-5f);
    UpcallException e =
        assertThrows(UpcallException.class, () -> Quantizer.quantize(graph, INPUT, samples));
    assertEquals("UP2206", e.diagnostics().get(0).code().id());
    assertTrue(e.diagnostics().get(0).found().contains("axes"), e.getMessage());
  }

  private static Graph standard(List<Integer> axes, float epsilon) {
    GraphBuilder builder = new GraphBuilder("standard");
    builder.output(standard(builder, axes, epsilon));
    return builder.build();
  }

  private static Value standard(GraphBuilder builder, List<Integer> axes, float epsilon) {
    Value x = builder.input("x", TensorType.of(DType.FLOAT32, Shape.of(ROWS, DEPTH)));
    return builder.add("standard", out -> new Standardize(x, axes, epsilon, out, SOURCE));
  }

  /** As ONNX's LayerNormalization is imported. */
  private static Graph layer(List<Integer> axes, float epsilon) {
    Random random = new Random(7);
    GraphBuilder builder = new GraphBuilder("layer");
    Value standard = standard(builder, axes, epsilon);
    Value scale = gaussian(builder, random, 1, 0.2);
    Value shift = gaussian(builder, random, 0, 0.3);
    Value scaled =
        builder.add("scaled", out -> Binary.of(BinaryKind.MUL, standard, scale, out, SOURCE));
    builder.output(builder.add("y", out -> new Add(scaled, shift, Activation.NONE, out, SOURCE)));
    return builder.build();
  }

  private static Value gaussian(GraphBuilder builder, Random random, double mean, double width) {
    float[] elements = new float[DEPTH];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (mean + width * random.nextGaussian());
    }
    return builder.constant("constant", Shape.of(DEPTH), elements);
  }

  /** Rows of various means and widths, as the network's input holds them: in whole steps. */
  private static List<float[]> samples(Random random) {
    List<float[]> samples = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      float[] sample = new float[ROWS * DEPTH];
      double mean = 0;
      double width = 0;
      for (int i = 0; i < sample.length; i++) {
        if (i % DEPTH == 0) {
          mean = 0.5 * random.nextGaussian();
          width = 0.4 + 0.5 * random.nextDouble();
        }
        float x = (float) (mean + width * random.nextGaussian());
        sample[i] = INPUT.dequantize(INPUT.quantize(x));
      }
      samples.add(sample);
    }
    return samples;
  }
}
