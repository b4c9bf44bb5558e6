package dev.upcall.compiler.report;

import dev.upcall.compiler.floats.FloatKernels;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.ConstantReals;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.Steps;
import dev.upcall.core.tensor.Argmax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each layer costs by itself: the network in floats, but for one layer whose weights and
 * output are rounded as the quantised network has them. Emulated in floats; what lies before the
 * layer is computed once, and of what lies behind only what depends on it.
 */
public final class LeaveOneOut {
  private final Graph floats;
  private final Graph quantized;
  private final FloatKernels kernels = new FloatKernels();
  private final Map<Integer, Tensor> constants = new HashMap<>();
  private final List<List<Tensor>> rounded = new ArrayList<>();

  /**
   * @param floats what {@code model} was made of, operator by operator
   */
  public LeaveOneOut(Graph floats, QuantGraph model) {
    this.floats = floats;
    this.quantized = model.graph();
    floats.constants().forEach((id, data) -> constants.put(id, Tensor.of(data)));
    for (Op op : quantized.ops()) {
      List<Tensor> operands = new ArrayList<>();
      for (Value operand : op.inputs()) {
        operands.add(
            quantized.isConstant(operand)
                ? ConstantReals.of(op, operand, quantized.constants())
                : null);
      }
      rounded.add(operands);
    }
  }

  /**
   * What one layer costs.
   *
   * @param sqnr of the network's output, in dB
   * @param lossPoints points of accuracy lost, where there are labels; negative where more samples
   *     are right
   */
  public record Cost(double sqnr, Optional<Double> lossPoints) {}

  /** What one sample shows: for each layer the squared error of the output and its class. */
  private record Outcome(float[] exact, double[] errors, int[] classes) {}

  /**
   * The cost of each layer that rounds anything, by the id of its output.
   *
   * @param samples real-valued, as {@code model} has its input; at least one
   */
  public Map<Integer, Cost> costs(List<float[]> samples, Optional<int[]> labels) {
    List<Outcome> outcomes =
        IntStream.range(0, samples.size()).parallel().mapToObj(i -> run(samples.get(i))).toList();
    double signal = 0;
    for (Outcome outcome : outcomes) {
      for (float value : outcome.exact()) {
        signal += (double) value * value;
      }
    }
    Map<Integer, Cost> costs = new HashMap<>();
    for (int layer = 0; layer < quantized.ops().size(); layer++) {
      if (rounds(layer)) {
        double noise = 0;
        int lost = 0;
        for (int i = 0; i < outcomes.size(); i++) {
          Outcome outcome = outcomes.get(i);
          noise += outcome.errors()[layer];
          if (labels.isPresent()) {
            int label = labels.get()[i];
            lost += Argmax.of(outcome.exact()) == label ? 1 : 0;
            lost -= outcome.classes()[layer] == label ? 1 : 0;
          }
        }
        double points = 100.0 * lost / samples.size();
        costs.put(
            quantized.ops().get(layer).output().id(),
            new Cost(
                noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise),
                labels.map(known -> points)));
      }
    }
    return costs;
  }

  /**
   * An output quantised as its operand, such as a pooled one's, was rounded where that was made.
   */
  private boolean rounds(int layer) {
    Op op = quantized.ops().get(layer);
    return op.inputs().size() > 1
        || !op.inputs().get(0).type().quantization().equals(op.output().type().quantization());
  }

  private Outcome run(float[] sample) {
    Map<Integer, Tensor> values = new HashMap<>(constants);
    values.put(floats.inputs().get(0).id(), Tensor.of(sample));
    for (Op op : floats.ops()) {
      values.put(op.output().id(), kernels.run(op, operands(op, values, Map.of())));
    }
    int output = floats.outputs().get(0).id();
    float[] exact = values.get(output).floats();
    double[] errors = new double[floats.ops().size()];
    int[] classes = new int[floats.ops().size()];
    for (int layer = 0; layer < errors.length; layer++) {
      if (rounds(layer)) {
        float[] actual = without(layer, values).getOrDefault(output, Tensor.of(exact)).floats();
        classes[layer] = Argmax.of(actual);
        for (int i = 0; i < exact.length; i++) {
          double error = actual[i] - (double) exact[i];
          errors[layer] += error * error;
        }
      }
    }
    return new Outcome(exact, errors, classes);
  }

  /** The values that differ from {@code values} where one layer is rounded. */
  private Map<Integer, Tensor> without(int layer, Map<Integer, Tensor> values) {
    Map<Integer, Tensor> changed = new HashMap<>();
    Op first = floats.ops().get(layer);
    List<Tensor> operands = new ArrayList<>(operands(first, values, Map.of()));
    for (int i = 0; i < operands.size(); i++) {
      Tensor constant = rounded.get(layer).get(i);
      operands.set(i, constant == null ? operands.get(i) : constant);
    }
    TensorType out = quantized.ops().get(layer).output().type();
    float[] exact = kernels.run(first, operands).floats();
    changed.put(first.output().id(), Tensor.of(Steps.round(out, exact)));
    for (Op op : floats.ops().subList(layer + 1, floats.ops().size())) {
      if (op.inputs().stream().anyMatch(operand -> changed.containsKey(operand.id()))) {
        changed.put(op.output().id(), kernels.run(op, operands(op, values, changed)));
      }
    }
    return changed;
  }

  private static List<Tensor> operands(
      Op op, Map<Integer, Tensor> values, Map<Integer, Tensor> changed) {
    return op.inputs().stream()
        .map(operand -> changed.getOrDefault(operand.id(), values.get(operand.id())))
        .toList();
  }
}
