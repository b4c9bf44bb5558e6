package dev.upcall.compiler.onnx;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts nodes in an order in which every value is defined before its use; the file's own where it is
 * one.
 */
final class NodeOrder {
  private final String file;
  private final GraphProto graph;

  NodeOrder(String file, GraphProto graph) {
    this.file = file;
    this.graph = graph;
  }

  /** Indices into the file's node list. */
  List<Integer> sort() {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      for (String output : graph.getNode(i).getOutputList()) {
        producers.putIfAbsent(output, i);
      }
    }
    List<Set<Integer>> readers = new ArrayList<>();
    int[] open = new int[graph.getNodeCount()];
    for (int i = 0; i < open.length; i++) {
      readers.add(new HashSet<>());
    }
    for (int i = 0; i < open.length; i++) {
      for (String input : graph.getNode(i).getInputList()) {
        Integer producer = input.isEmpty() ? null : producers.get(input);
        if (producer != null && readers.get(producer).add(i)) {
          open[i]++;
        }
      }
    }
    // The lowest index first keeps the file's order wherever it is a valid one.
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < open.length; i++) {
      if (open[i] == 0) {
        ready.add(i);
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      order.add(next);
      for (int reader : readers.get(next)) {
        if (--open[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (order.size() < open.length) {
      throw cycle(new HashSet<>(order));
    }
    return order;
  }

  private RuntimeException cycle(Set<Integer> sorted) {
    int first = 0;
    while (sorted.contains(first)) {
      first++;
    }
    NodeProto node = graph.getNode(first);
    return Diagnostic.of(OnnxCode.CYCLE)
        .at("%s, node #%d \"%s\" (%s)", file, first, node.getName(), node.getOpType())
        .found("a value that depends on itself")
        .need("a graph without cycles, as ONNX demands")
        .fix("unroll the recurrence, or export the model again")
        .toException();
  }
}
