package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph without the operators and constants that no output or state needs. */
final class LiveGraph {
  private LiveGraph() {}

  static Graph of(Graph graph) {
    Set<Integer> needed = new HashSet<>();
    graph.results().forEach(result -> needed.add(result.id()));
    Deque<Op> live = new ArrayDeque<>();
    for (int i = graph.ops().size() - 1; i >= 0; i--) {
      Op op = graph.ops().get(i);
      if (needed.contains(op.output().id())) {
        op.inputs().stream().map(Value::id).forEach(needed::add);
        live.addFirst(op);
      }
    }
    Map<Integer, ConstantData> constants = new HashMap<>(graph.constants());
    constants.keySet().retainAll(needed);
    return new Graph(
        graph.name(),
        graph.inputs(),
        graph.outputs(),
        List.copyOf(live),
        constants,
        graph.states());
  }
}
