package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each value's quantisation comes from: of what operators only choose or move from their
 * input's, also where they join several parts of one value.
 */
final class RangeSources {
  private final Map<Integer, Integer> sources = new HashMap<>();

  RangeSources(Graph graph) {
    for (Op op : graph.ops()) {
      if (keepsFirst(op)) {
        sources.put(op.output().id(), of(op.inputs().get(0)));
      }
    }
  }

  /** The id of the value that {@code value} is quantised as: often its own. */
  int of(Value value) {
    return sources.getOrDefault(value.id(), value.id());
  }

  /** Whether an operator's output is quantised as its first operand is. */
  boolean keepsFirst(Op op) {
    return SharedRanges.keeps(op) || SharedRanges.joins(op) && isOfOne(op.inputs());
  }

  private boolean isOfOne(List<Value> operands) {
    return operands.stream().map(this::of).distinct().count() == 1;
  }
}
