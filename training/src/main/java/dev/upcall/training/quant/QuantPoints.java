package dev.upcall.training.quant;

import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the compiler rounds activations: behind every operator, but an activation function is one
 * with the operator before it, what only chooses elements rounds nothing, and an average over
 * windows is rounded to its operand's steps.
 */
final class QuantPoints {
  private static final Set<String> ACTIVATED = Set.of("Conv", "Gemm", "Add", "AveragePool");
  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Clip");
  private static final Set<String> CHOOSING = Set.of("MaxPool", "Flatten", "Reshape", "Identity");

  private final Map<String, String> ranges = new HashMap<>();

  QuantPoints(GraphProto graph) {
    Map<String, String> sources = new HashMap<>();
    Set<String> fused = fused(graph);
    for (NodeProto node : graph.getNodeList()) {
      String input = node.getInput(0);
      String output = node.getOutput(0);
      String source = sources.getOrDefault(input, input);
      if (CHOOSING.contains(node.getOpType())) {
        sources.put(output, source);
      } else if (node.getOpType().equals("AveragePool")) {
        sources.put(output, source);
        ranges.put(output, source);
      } else if (!fused.contains(output)) {
        ranges.put(output, output);
      }
    }
  }

  /** The value by whose range a value is rounded, or none where it is not. */
  Optional<String> range(String value) {
    return Optional.ofNullable(ranges.get(value));
  }

  /** Values that only an activation function reads. */
  private static Set<String> fused(GraphProto graph) {
    Map<String, Integer> uses = new HashMap<>();
    graph.getNodeList().stream()
        .flatMap(node -> node.getInputList().stream())
        .forEach(input -> uses.merge(input, 1, Integer::sum));
    List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    Set<String> made = new HashSet<>();
    Set<String> fused = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      if (ACTIVATED.contains(node.getOpType())) {
        made.add(node.getOutput(0));
      }
      String input = node.getInput(0);
      if (ACTIVATIONS.contains(node.getOpType())
          && made.contains(input)
          && uses.get(input) == 1
          && !outputs.contains(input)) {
        fused.add(input);
      }
    }
    return fused;
  }
}
