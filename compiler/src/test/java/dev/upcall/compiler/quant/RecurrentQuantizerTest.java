package dev.upcall.compiler.quant;

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
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.ir.op.Recurrent.Result;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.onnx.OnnxLimits;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a recurrent layer of floats in integers: output over noise, in decibels. */
class RecurrentQuantizerTest {
  private static final int STEPS = 40;
  private static final int WIDTH = 12;
  private static final int SIZE = 24;
  private static final QParams INPUT = new QParams(6f / 255, 0);

  /** Over samples that calibration has not seen; weights are as large as trained ones. */
  @ParameterizedTest
  @CsvSource({"LSTM,37", "GRU,38", "GRU_RESET_AFTER,38", "RNN_TANH,38"})
  void keepsTheOutput(Cell cell, double decibels) {
    assertRatio(cell.name(), layer(cell, 0, 7), STEPS * WIDTH, decibels);
  }

  private static void assertRatio(String name, Graph graph, int size, double decibels) {
    Random random = new Random(3);
    QuantGraph quantized = Quantizer.quantize(graph, INPUT, samples(random, 20, size));
    KernelSelector.portable().select(quantized);
    double signal = 0;
    double noise = 0;
    QParams out = quantized.graph().outputs().get(0).type().qparams();
    for (float[] sample : samples(random, 20, size)) {
      float[] exact = new FloatInterpreter(graph).run(sample);
      byte[] rounded = new Interpreter().run(quantized, INPUT.quantize(sample));
      for (int i = 0; i < exact.length; i++) {
        double error = out.dequantize(rounded[i]) - exact[i];
        signal += (double) exact[i] * exact[i];
        noise += error * error;
      }
    }
    double ratio = 10 * Math.log10(signal / noise);
    assertTrue(ratio >= decibels, () -> name + ": " + ratio + " dB");
  }

  /** Sums that keep growing are held at the cell state's greatest magnitude in both. */
  @Test
  void limitsTheCellState() {
    Graph graph = layer(Cell.LSTM, 0.25f, 7);
    QuantGraph quantized =
        Quantizer.quantize(graph, INPUT, samples(new Random(4), 10, STEPS * WIDTH));
    Recurrent op = (Recurrent) quantized.graph().ops().get(0);
    assertEquals(0x1p-15f, op.initialCell().type().qparams().scale());
    assertEquals(8192, RecurrentScaling.of(op).cellClip());
  }

  /** Two layers, and both directions, as PyTorch writes them, on the way to kernels. */
  @ParameterizedTest
  @CsvSource({"pytorch-lstm-14,25", "pytorch-gru-14,22"})
  void takesExports(String name, double decibels) throws IOException {
    byte[] file;
    try (InputStream in = getClass().getResourceAsStream("/exports/" + name + ".onnx")) {
      file = in.readAllBytes();
    }
    Graph graph = Passes.standard().run(OnnxImporter.parse(name, file, OnnxLimits.standard()));
    int size = graph.inputs().get(0).shape().size();
    assertRatio(name, graph, size, decibels);
  }

  @Test
  void refusesReluByName() {
    Graph graph = layer(Cell.RNN_RELU, 0, 7);
    List<float[]> samples = samples(new Random(5), 3, STEPS * WIDTH);
    UpcallException e =
        assertThrows(UpcallException.class, () -> Quantizer.quantize(graph, INPUT, samples));
    assertTrue(e.diagnostics().get(0).found().contains("ReLU"), e.getMessage());
  }

  private static Graph layer(Cell cell, float clip, int seed) {
    Random random = new Random(seed);
    GraphBuilder builder = new GraphBuilder("recurrent");
    int rows = cell.gates() * SIZE;
    Value x = builder.input("x", TensorType.of(DType.FLOAT32, Shape.of(STEPS, 1, WIDTH)));
    Value weights = gaussian(builder, random, 1 / Math.sqrt(WIDTH), rows, WIDTH);
    Value recurrence = gaussian(builder, random, 1 / Math.sqrt(SIZE), rows, SIZE);
    Value bias = gaussian(builder, random, 0.3, rows);
    Value recurrenceBias = gaussian(builder, random, 0.3, rows);
    Value hidden = gaussian(builder, random, 0, 1, SIZE);
    boolean lstm = cell == Cell.LSTM;
    Value state = lstm ? gaussian(builder, random, 0, 1, SIZE) : hidden;
    Value peephole = lstm ? gaussian(builder, random, 0, 3 * SIZE) : bias;
    SourceRef source = new SourceRef("made.onnx", 0, "layer", "LSTM");
    builder.output(
        builder.add(
            "y",
            out ->
                new Recurrent(
                    cell,
                    x,
                    weights,
                    recurrence,
                    bias,
                    recurrenceBias,
                    hidden,
                    state,
                    peephole,
                    false,
                    Result.HIDDEN,
                    clip,
                    out,
                    source)));
    return builder.build();
  }

  private static Value gaussian(GraphBuilder builder, Random random, double width, int... dims) {
    float[] elements = new float[Shape.of(dims).size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (width * random.nextGaussian());
    }
    return builder.constant("constant", Shape.of(dims), elements);
  }

  private static List<float[]> samples(Random random, int count, int size) {
    List<float[]> samples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] sample = new float[size];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = (float) Math.max(-2.9, Math.min(2.9, random.nextGaussian()));
      }
      samples.add(sample);
    }
    return samples;
  }
}
