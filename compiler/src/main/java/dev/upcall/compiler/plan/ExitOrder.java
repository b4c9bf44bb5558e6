package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts what each output of a network needs before what only later outputs need, so that a ladder
 * can stop at any of them and has computed nothing in vain.
 */
public final class ExitOrder {
  private ExitOrder() {}

  /** The same graph in that order; operators of one part keep theirs. */
  public static Graph sort(Graph graph) {
    List<Op> ops = new ArrayList<>();
    Set<Integer> computed = new HashSet<>();
    for (Value output : graph.outputs()) {
      Set<Integer> needed = needed(graph, List.of(output));
      for (Op op : graph.ops()) {
        if (needed.contains(op.output().id()) && computed.add(op.output().id())) {
          ops.add(op);
        }
      }
    }
    graph.ops().stream().filter(op -> computed.add(op.output().id())).forEach(ops::add);
    return new Graph(
        graph.name(), graph.inputs(), graph.outputs(), ops, graph.constants(), graph.states());
  }

  /**
   * Of a sorted graph, for each of the first outputs how many operators have run when it is there;
   * for the last of them all.
   *
   * @param exits how many outputs a ladder stops at
   */
  public static List<Integer> ends(Graph graph, int exits) {
    List<Integer> ends = new ArrayList<>();
    for (int exit = 0; exit < exits - 1; exit++) {
      Set<Integer> needed = needed(graph, graph.outputs().subList(0, exit + 1));
      ends.add((int) graph.ops().stream().filter(op -> needed.contains(op.output().id())).count());
    }
    ends.add(graph.ops().size());
    return ends;
  }

  /** Of a graph with several outputs what one of them needs. */
  public static Graph only(Graph graph, int output) {
    if (graph.outputs().size() == 1) {
      return graph;
    }
    List<Value> kept = List.of(graph.outputs().get(output));
    Set<Integer> needed = needed(graph, kept);
    List<Op> ops = graph.ops().stream().filter(op -> needed.contains(op.output().id())).toList();
    return new Graph(graph.name(), graph.inputs(), kept, ops, graph.constants(), graph.states());
  }

  /** Ids of all values that some outputs depend on. */
  public static Set<Integer> needed(Graph graph, List<Value> outputs) {
    Set<Integer> needed = new HashSet<>();
    outputs.forEach(output -> needed.add(output.id()));
    for (int i = graph.ops().size() - 1; i >= 0; i--) {
      Op op = graph.ops().get(i);
      if (needed.contains(op.output().id())) {
        op.inputs().forEach(operand -> needed.add(operand.id()));
      }
    }
    return needed;
  }
}
