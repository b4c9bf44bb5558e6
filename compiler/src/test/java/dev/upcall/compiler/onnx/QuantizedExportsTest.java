package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.StatedQuantizer;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that come quantised, as the tools of users export them: with the model's own scales and
 * zero points they give, in integers, what ONNX Runtime gives in floats between roundings, but for
 * a step now and then. These networks are not trained, so that little of what they add up cancels:
 * a step within is more than one at the end of the deepest.
 */
class QuantizedExportsTest {
  /** Share of all values within the networks that have to be the very step. */
  private static final double LEAST_EQUAL = 0.96;

  /**
   * @param least how many of the outputs are equal, at least
   * @param most how many steps an output is off, at most
   */
  @ParameterizedTest
  @CsvSource({
    "qdq-mobile-s8s8-channels, 26, 1",
    "qdq-mobile-u8s8, 28, 1",
    "qdq-lenet-u8u8, 34, 1",
    "qdq-lenet-s8s8-channels, 37, 1",
    "qdq-branches-u8s8-channels, 11, 2",
    "qlinear-mobile-s8s8-channels, 32, 0",
    "qlinear-mobile-u8s8, 26, 1",
    "qlinear-lenet-u8u8, 40, 0",
    "qlinear-lenet-s8s8-channels, 40, 0",
    "qlinear-branches-u8s8-channels, 7, 3",
    "qat-mobile, 25, 2"
  })
  void outputsAreThoseOfOnnxRuntime(String name, int least, int most) throws IOException {
    QuantizedExport export = QuantizedExport.read(name);
    QuantGraph model = quantized(export);
    Graph graph = model.graph();
    assertEquals(export.input(), graph.inputs().get(0).type().qparams());
    QParams out = graph.outputs().get(0).type().qparams();
    int equal = 0;
    double worst = 0;
    for (int i = 0; i < export.samples().size(); i++) {
      byte[] actual = new Interpreter().run(model, export.arranged(i, graph));
      float[] expected = export.expected().get(i);
      for (int k = 0; k < actual.length; k++) {
        double real = (expected[k] - export.outputZeroPoint()) * (double) export.outputScale();
        double off = Math.abs(out.dequantize(actual[k]) - real) / export.outputScale();
        equal += off < 0.5 ? 1 : 0;
        worst = Math.max(worst, off);
      }
    }
    assertTrue(equal >= least, "equal: " + equal);
    assertTrue(worst < most + 0.5, "off by " + worst);
  }

  /** The roundings of the model are where they were; between them is TFLite's arithmetic. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "qdq-mobile-s8s8-channels",
        "qdq-lenet-u8u8",
        "qdq-lenet-s8s8-channels",
        "qdq-branches-u8s8-channels",
        "qlinear-mobile-u8s8",
        "qlinear-lenet-u8u8",
        "qlinear-branches-u8s8-channels",
        "qat-mobile"
      })
  void valuesWithinAreThoseStated(String name) throws IOException {
    QuantizedExport export = QuantizedExport.read(name);
    Graph stated = Passes.stated().run(export.imported());
    QuantGraph model = quantized(export);
    Map<Integer, QParams> scales = new HashMap<>();
    for (Op op : model.graph().ops()) {
      scales.put(op.output().id(), op.output().type().qparams());
    }
    int[] counts = new int[2];
    for (int i = 0; i < export.samples().size(); i++) {
      byte[] input = export.arranged(i, model.graph());
      Map<Integer, byte[]> actual = new Interpreter().runAll(model, input);
      new FloatInterpreter(stated)
          .runAll(
              List.of(export.input().dequantize(input)),
              (value, reals) -> {
                if (scales.containsKey(value.id())) {
                  byte[] steps = scales.get(value.id()).quantize(reals);
                  for (int k = 0; k < steps.length; k++) {
                    counts[0]++;
                    counts[1] += steps[k] == actual.get(value.id())[k] ? 1 : 0;
                  }
                }
              });
    }
    assertTrue(counts[1] >= LEAST_EQUAL * counts[0], counts[1] + " of " + counts[0]);
  }

  /** No quantisation is left between operators, and no transposition. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qdq-mobile-u8s8|1 add, 3 conv2d, 1 depthwise_conv2d, 1 fully_connected, 1 mean, 1 reshape",
        "qlinear-mobile-u8s8|1 add, 3 conv2d, 1 depthwise_conv2d, 1 fully_connected, 1 mean, 1"
            + " reshape",
        "qdq-lenet-u8u8|1 conv2d, 2 fully_connected, 1 max_pool2d, 1 reshape, 1 softmax",
        "qdq-lenet-s8s8-channels|1 conv2d, 2 fully_connected, 1 max_pool2d, 1 reshape, 1 softmax",
        "qlinear-lenet-u8u8|1 conv2d, 2 fully_connected, 1 max_pool2d, 1 reshape, 1 softmax",
        "qdq-branches-u8s8-channels|1 average_pool2d, 1 concat, 4 conv2d, 2 fake_quantize, 1"
            + " leaky_relu, 1 mean, 1 mul, 1 reshape, 1 sigmoid, 1 tanh",
        "qat-mobile|1 add, 3 conv2d, 1 depthwise_conv2d, 1 fake_quantize, 1 fully_connected, 1"
            + " mean, 1 reshape"
      })
  void onlyOperatorsAreLeft(String name, String operators) throws IOException {
    QuantGraph model = quantized(QuantizedExport.read(name));
    assertEquals(operators, GraphPrinter.counts(model.graph()));
  }

  private static QuantGraph quantized(QuantizedExport export) {
    Graph imported = export.imported();
    assertTrue(Passes.isStated(imported));
    return StatedQuantizer.quantize(Passes.stated().run(imported), List.of());
  }
}
