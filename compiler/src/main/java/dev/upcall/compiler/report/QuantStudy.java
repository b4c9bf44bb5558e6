package dev.upcall.compiler.report;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What quantisation made of a network: layer by layer, so that a loss can be localised, and in all.
 *
 * @param samples that the layers' figures rest on
 * @param sqnr of the output in dB, all layers quantised
 * @param weightBytes of all layers with weights
 * @param accuracy where there are labels
 */
public record QuantStudy(
    String stage,
    String origin,
    int samples,
    double sqnr,
    int weightBytes,
    Optional<Accuracy> accuracy,
    List<Layer> layers) {
  public QuantStudy {
    layers = List.copyOf(layers);
  }

  /**
   * Both networks on the same samples.
   *
   * @param floats 0..1
   * @param integers 0..1
   */
  public record Accuracy(double floats, double integers, PairedLoss loss) {}

  /**
   * One operator.
   *
   * @param weightBits 0 where it has no weights
   * @param sqnr of its output in dB, everything before quantised too
   * @param alone what it costs where it alone is quantised; empty where it rounds nothing
   */
  public record Layer(
      String name,
      String operator,
      int weightBits,
      int weightBytes,
      double sqnr,
      Optional<LeaveOneOut.Cost> alone) {}

  /**
   * @param floats what {@code model} was made of, operator by operator
   * @param inputs of the device
   * @param limit samples for the figures of single layers
   */
  public static QuantStudy of(
      String stage,
      String origin,
      Graph floats,
      QuantGraph model,
      List<byte[]> inputs,
      Optional<int[]> labels,
      int limit) {
    QParams in = model.graph().inputs().get(0).type().qparams();
    int count = Math.min(limit, inputs.size());
    List<float[]> reals = inputs.subList(0, count).stream().map(b -> dequantize(in, b)).toList();
    Map<Integer, LeaveOneOut.Cost> costs =
        new LeaveOneOut(floats, model)
            .costs(reals, labels.map(known -> Arrays.copyOf(known, count)));
    List<QuantReport.Layer> measured = QuantReport.of(floats, model, reals).layers();
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      Op op = model.graph().ops().get(i);
      Optional<TensorType> weights =
          op instanceof Linear linear ? Optional.of(linear.weights().type()) : Optional.empty();
      layers.add(
          new Layer(
              measured.get(i).name(),
              measured.get(i).operator(),
              weights.map(TensorType::dtype).map(DType::bits).orElse(0),
              weights.map(TensorType::bytes).orElse(0),
              measured.get(i).sqnr(),
              Optional.ofNullable(costs.get(op.output().id()))));
    }
    return new QuantStudy(
        stage,
        origin,
        count,
        layers.get(layers.size() - 1).sqnr(),
        layers.stream().mapToInt(Layer::weightBytes).sum(),
        labels.map(known -> accuracy(floats, model, inputs, known)),
        layers);
  }

  /** Both networks' accuracy on the same labelled samples. */
  public static Accuracy accuracy(
      Graph floats, QuantGraph model, List<byte[]> inputs, int[] labels) {
    QParams in = model.graph().inputs().get(0).type().qparams();
    FloatInterpreter exact = new FloatInterpreter(floats);
    Interpreter integer = new Interpreter();
    boolean[] before = new boolean[labels.length];
    boolean[] after = new boolean[labels.length];
    IntStream.range(0, labels.length)
        .parallel()
        .forEach(
            i -> {
              before[i] = Argmax.of(exact.run(dequantize(in, inputs.get(i)))) == labels[i];
              after[i] = top(integer.run(model, inputs.get(i))) == labels[i];
            });
    return new Accuracy(share(before), share(after), PairedLoss.of(before, after));
  }

  /** The first of the greatest scores. */
  private static int top(byte[] scores) {
    int top = 0;
    for (int i = 1; i < scores.length; i++) {
      top = scores[i] > scores[top] ? i : top;
    }
    return top;
  }

  private static double share(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length;
  }

  private static float[] dequantize(QParams q, byte[] bytes) {
    float[] reals = new float[bytes.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = q.dequantize(bytes[i]);
    }
    return reals;
  }
}
