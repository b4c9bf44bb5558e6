package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the values of a graph are quantised that states it itself, by {@link
 * UnaryKind#FAKE_QUANTIZE}: each as the first of those that round it; else as its operator demands;
 * else as samples show, if there are any.
 */
final class StatedRanges {
  private final Graph graph;
  private final Map<Integer, QParams> stated = new HashMap<>();
  private final Map<Integer, Observer> observers;

  /**
   * @param samples real-valued, row-major in the graph's input shape; may be none
   */
  StatedRanges(Graph graph, List<float[]> samples) {
    this.graph = graph;
    for (Op op : graph.ops()) {
      steps(op).ifPresent(q -> stated.putIfAbsent(op.inputs().get(0).id(), q));
    }
    this.observers = samples.isEmpty() ? Map.of() : new Calibrator(graph).observe(samples);
  }

  /** The quantisation that an operator is, if it is one. */
  static Optional<QParams> steps(Op op) {
    return op instanceof Unary unary && unary.kind() == UnaryKind.FAKE_QUANTIZE
        ? Optional.of(new QParams(unary.alpha(), Math.round(unary.beta())))
        : Optional.empty();
  }

  /** Values for whose ranges samples are needed. */
  List<Value> open() {
    List<Value> values =
        new ArrayList<>(
            graph.inputs().stream().filter(input -> !stated.containsKey(input.id())).toList());
    for (Op op : graph.ops()) {
      boolean follows = steps(op).isPresent() || natural(op).isPresent() || keeps(op);
      if (!follows && !stated.containsKey(op.output().id())) {
        values.add(op.output());
      }
    }
    return values;
  }

  /** How a value is quantised where no operator demands it; empty if nothing says so. */
  Optional<QParams> of(Value value) {
    return Optional.ofNullable(stated.get(value.id()))
        .or(
            () ->
                Optional.ofNullable(observers.get(value.id()))
                    .map(seen -> RangeRule.MIN_MAX.choose(seen).asymmetric()));
  }

  /** The only steps that an operator's arithmetic gives, if it is so. */
  static Optional<QParams> fixed(Op op) {
    if (op instanceof Softmax) {
      return Optional.of(ActivationRules.PROBABILITY);
    }
    if (op instanceof LogSoftmax) {
      return Optional.of(ActivationRules.LOGARITHM);
    }
    return op instanceof L2Normalization
        ? Optional.of(ActivationRules.SIGNED_UNIT)
        : Optional.empty();
  }

  /** The steps of an operator's results where nothing else is said. */
  static Optional<QParams> natural(Op op) {
    if (isKind(op, UnaryKind.SIGMOID)) {
      return Optional.of(ActivationRules.PROBABILITY);
    }
    return isKind(op, UnaryKind.TANH) ? Optional.of(ActivationRules.SIGNED_UNIT) : fixed(op);
  }

  /** Whether an output may be quantised as the first operand is. */
  static boolean keeps(Op op) {
    return SharedRanges.keeps(op) || SharedRanges.joins(op) || op instanceof Clamp;
  }

  private static boolean isKind(Op op, UnaryKind kind) {
    return op instanceof Unary unary && unary.kind() == kind;
  }
}
