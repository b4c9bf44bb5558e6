package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.Range;
import dev.upcall.core.calibration.RangeRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values need one quantisation, by the TFLite int8 specification: operators that only choose,
 * move or average elements keep their input's; those that do so with several operands, such as
 * concatenation, want one for all of them and the output. A group's range is the union of its
 * members'.
 */
final class SharedRanges {
  private static final Set<Class<? extends Op>> KEEPING =
      Set.of(
          MaxPool2D.class,
          AveragePool2D.class,
          Pad.class,
          Reshape.class,
          Transpose.class,
          Slice.class,
          Gather.class,
          Resize2D.class);

  private final Graph graph;
  private final Map<Integer, Observer> observers;
  private final RangeRule rule;
  private final RangeSources sources;
  private final Map<Integer, Integer> parents = new HashMap<>();
  private final Map<Integer, Range> unions = new HashMap<>();

  SharedRanges(Graph graph, Map<Integer, Observer> observers, RangeRule rule) {
    this.graph = graph;
    this.observers = observers;
    this.rule = rule;
    this.sources = new RangeSources(graph);
    for (Op op : graph.ops()) {
      if (joins(op)) {
        for (Value operand : op.inputs()) {
          join(sources.of(operand), sources.of(op.output()));
        }
      }
    }
    parents.keySet().forEach(id -> unions.merge(root(id), own(id), Range::union));
  }

  /** Whether an operator's output is quantised as its first operand is, whatever the others are. */
  static boolean keeps(Op op) {
    return KEEPING.contains(op.getClass())
        || op instanceof Reduce reduce
            && List.of(ReduceKind.MAX, ReduceKind.MIN).contains(reduce.kind());
  }

  /** Whether an operator wants all its operands and its output quantised alike. */
  static boolean joins(Op op) {
    return op instanceof Concat
        || op instanceof Binary binary
            && List.of(BinaryKind.MAX, BinaryKind.MIN).contains(binary.kind());
  }

  /** As {@link #keeps}, and where an operator joins parts of one value. */
  boolean keepsFirst(Op op) {
    return sources.keepsFirst(op);
  }

  /** What a value's quantisation has to cover. */
  Range range(Value value) {
    return parents.containsKey(value.id()) ? unions.get(root(value.id())) : own(value.id());
  }

  private Range own(int id) {
    Observer seen = observers.get(id);
    if (seen != null) {
      return rule.choose(seen);
    }
    Observer constant = new Observer();
    constant.observe(graph.constants().get(id).toFloats());
    return RangeRule.MIN_MAX.choose(constant);
  }

  private void join(int a, int b) {
    parents.put(root(a), root(b));
    parents.putIfAbsent(root(b), root(b));
  }

  private int root(int id) {
    int current = id;
    while (parents.getOrDefault(current, current) != current) {
      current = parents.get(current);
    }
    return current;
  }
}
