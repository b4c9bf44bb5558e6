package dev.upcall.compiler.report;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What quantisation costs, layer by layer, so that a loss can be localised: the ratio of a value's
 * power to the power of its error, accumulated from the input on.
 *
 * @param layers in the order of computation
 */
public record QuantReport(List<Layer> layers) {
  public QuantReport {
    layers = List.copyOf(layers);
  }

  /**
   * One operator's output.
   *
   * @param name of the node in the model's file
   * @param operator as in the text IR
   * @param scale real units per step
   * @param sqnr signal to quantisation noise in dB; infinite where nothing is lost
   */
  public record Layer(String name, String operator, float scale, double sqnr) {}

  /**
   * Runs both graphs.
   *
   * @param floats what {@code quantized} was made of
   * @param samples real-valued, row-major in the graph's input shape; at least one
   */
  public static QuantReport of(Graph floats, QuantGraph quantized, Iterable<float[]> samples) {
    FloatInterpreter reference = new FloatInterpreter(floats);
    Interpreter integer = new Interpreter();
    QParams input = quantized.graph().inputs().get(0).type().qparams();
    Map<Integer, TensorType> types = types(quantized.graph());
    Map<Integer, Power> powers = new HashMap<>();
    for (float[] sample : samples) {
      Map<Integer, byte[]> actual = integer.runAll(quantized, input.quantize(sample));
      reference.runAll(
          List.of(sample),
          (value, expected) -> {
            // What only one of the two has, such as steps of its own, is no layer.
            if (actual.containsKey(value.id())) {
              powers
                  .computeIfAbsent(value.id(), id -> new Power())
                  .add(expected, actual.get(value.id()), types.get(value.id()));
            }
          });
    }
    List<Layer> layers = new ArrayList<>();
    for (Op op : quantized.graph().ops()) {
      Value output = op.output();
      if (!powers.containsKey(output.id())) {
        continue;
      }
      layers.add(
          new Layer(
              op.source().name(),
              op.mnemonic(),
              output.type().qparams().scale(),
              powers.get(output.id()).sqnr()));
    }
    return new QuantReport(layers);
  }

  /** A table, one layer a line. */
  public String render() {
    StringBuilder out = new StringBuilder();
    for (Layer layer : layers) {
      out.append(
          String.format(
              Locale.ROOT,
              "%-32s %-18s %10.4g %8.1f dB%n",
              layer.name(),
              layer.operator(),
              layer.scale(),
              layer.sqnr()));
    }
    return out.toString();
  }

  private static Map<Integer, TensorType> types(Graph graph) {
    Map<Integer, TensorType> types = new HashMap<>();
    graph.inputs().forEach(input -> types.put(input.id(), input.type()));
    graph.ops().forEach(op -> types.put(op.output().id(), op.output().type()));
    return types;
  }

  /** Sums of squares of what should be and of what differs from it. */
  private static final class Power {
    private double signal;
    private double noise;

    void add(float[] expected, byte[] actual, TensorType type) {
      int[] steps = ConstantData.ofRaw(type.dtype(), actual).toInts();
      for (int i = 0; i < expected.length; i++) {
        double error = expected[i] - (double) type.qparams().dequantize(steps[i]);
        signal += (double) expected[i] * expected[i];
        noise += error * error;
      }
    }

    double sqnr() {
      return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }
  }
}
