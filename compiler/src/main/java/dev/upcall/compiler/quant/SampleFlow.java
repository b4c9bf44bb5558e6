package dev.upcall.compiler.quant;

import dev.upcall.compiler.floats.FloatKernels;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Calibration samples on their way through a network that is being quantised, operator by operator:
 * as the float network has them, and as the operators quantised so far do, whose steps are emulated
 * in floats.
 */
final class SampleFlow {
  /** As many as means and moments need, and as memory bears. */
  private static final int MAX_SAMPLES = 128;

  private final Graph graph;
  private final FloatKernels kernels = new FloatKernels();
  private final int count;
  private final Map<Integer, Integer> lastUse = new HashMap<>();
  private final Map<Integer, List<float[]>> exact = new HashMap<>();
  private final Map<Integer, List<float[]>> rounded = new HashMap<>();
  private int position;

  /**
   * @param input how the graph's input is quantised
   */
  SampleFlow(Graph graph, QParams input, List<float[]> samples) {
    this.graph = graph;
    this.count = Math.min(MAX_SAMPLES, samples.size());
    for (int i = 0; i < graph.ops().size(); i++) {
      for (Value operand : graph.ops().get(i).inputs()) {
        lastUse.put(operand.id(), i);
      }
    }
    List<float[]> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(samples.get((int) ((long) i * samples.size() / count)));
    }
    int id = graph.inputs().get(0).id();
    exact.put(id, chosen);
    TensorType door = TensorType.quantized(DType.INT8, graph.inputs().get(0).shape(), input);
    rounded.put(id, chosen.stream().map(sample -> Steps.round(door, sample)).toList());
  }

  /** As the float network has a value. */
  List<float[]> exact(Value value) {
    return exact.get(value.id());
  }

  /** As the network quantised so far has a value. */
  List<float[]> rounded(Value value) {
    return rounded.get(value.id());
  }

  /**
   * Computes the next operator.
   *
   * @param op of the float graph
   * @param quantized what became of it
   * @param constants of the quantised graph so far
   */
  void advance(Op op, Op quantized, Map<Integer, ConstantData> constants) {
    List<Tensor> exactConstants = new ArrayList<>();
    List<Tensor> roundedConstants = new ArrayList<>();
    for (int i = 0; i < op.inputs().size(); i++) {
      Value operand = op.inputs().get(i);
      boolean constant = graph.isConstant(operand);
      exactConstants.add(constant ? Tensor.of(graph.constant(operand)) : null);
      roundedConstants.add(
          constant ? ConstantReals.of(quantized, quantized.inputs().get(i), constants) : null);
    }
    TensorType out = quantized.output().type();
    exact.put(op.output().id(), run(op, exact, exactConstants));
    List<float[]> results = run(op, rounded, roundedConstants);
    rounded.put(
        op.output().id(), results.stream().map(result -> Steps.round(out, result)).toList());
    for (Value operand : op.inputs()) {
      if (lastUse.get(operand.id()) == position) {
        exact.remove(operand.id());
        rounded.remove(operand.id());
      }
    }
    position++;
  }

  private List<float[]> run(Op op, Map<Integer, List<float[]>> values, List<Tensor> constants) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            sample -> {
              List<Tensor> operands = new ArrayList<>();
              for (int i = 0; i < constants.size(); i++) {
                Tensor constant = constants.get(i);
                operands.add(
                    constant == null
                        ? Tensor.of(values.get(op.inputs().get(i).id()).get(sample))
                        : constant);
              }
              return kernels.run(op, operands).floats();
            })
        .toList();
  }
}
