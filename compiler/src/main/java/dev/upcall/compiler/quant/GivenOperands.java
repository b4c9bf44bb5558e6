package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A concatenation, or the maximum of two values, wants all operands quantised alike; but how the
 * network's input is quantised is given, and so are a softmax's steps. Such operands get a value of
 * their own before it, which in floats changes nothing and which {@link Quantizer} makes a change
 * of scale:
 *
 * <pre>
 * concat(input, y) → concat(clamp(input), y)   where the clamp has no bounds
 * </pre>
 */
final class GivenOperands {
  private static final String ROUNDING = "Requantize";

  private final RangeSources sources;
  private final Set<Integer> given = new HashSet<>();
  private final List<Op> ops = new ArrayList<>();
  private int nextId;

  private GivenOperands(Graph graph) {
    this.sources = new RangeSources(graph);
    this.nextId = graph.nextId();
    graph.inputs().forEach(input -> given.add(input.id()));
    for (Op op : graph.ops()) {
      if (StatedRanges.natural(op).isPresent()) {
        given.add(op.output().id());
      }
    }
  }

  /** {@code graph} itself where there is no such operand, or where it states its own steps. */
  static Graph apart(Graph graph) {
    if (graph.ops().stream().anyMatch(op -> StatedRanges.steps(op).isPresent())) {
      return graph;
    }
    GivenOperands pass = new GivenOperands(graph);
    for (Op op : graph.ops()) {
      boolean shares = SharedRanges.joins(op) && !pass.sources.keepsFirst(op);
      pass.ops.add(shares ? pass.joined(op) : op);
    }
    return pass.ops.size() == graph.ops().size()
        ? graph
        : new Graph(
            graph.name(),
            graph.inputs(),
            graph.outputs(),
            pass.ops,
            graph.constants(),
            graph.states());
  }

  private Op joined(Op op) {
    // Per join: what another one shares must not widen this one's range.
    Map<Value, Value> own = new HashMap<>();
    List<Value> operands = new ArrayList<>();
    for (Value operand : op.inputs()) {
      operands.add(
          given.contains(sources.of(operand))
              ? own.computeIfAbsent(operand, this::rounded)
              : operand);
    }
    return op.with(operands, op.output());
  }

  private Value rounded(Value operand) {
    Value own = new Value(nextId++, operand.name(), operand.type());
    SourceRef made = new SourceRef("", -1, operand.name() + "/" + ROUNDING, ROUNDING);
    ops.add(new Clamp(operand, Activation.NONE, own, made));
    return own;
  }
}
