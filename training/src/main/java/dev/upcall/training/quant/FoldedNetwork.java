package dev.upcall.training.quant;

import ai.djl.ndarray.NDArray;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.TensorProto;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.onnx.OnnxWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A member as it is exported, its batch normalisation folded into the weights with the statistics
 * frozen: the graph that the compiler gets, computed in the engine so that its weights can be
 * trained.
 */
final class FoldedNetwork {
  private static final Set<String> LAYERS = Set.of("Conv", "Gemm");

  private final GraphProto graph;
  private final QuantPoints points;
  private final Set<String> constants;

  /** Of layers, which are rounded; biases are not among them. */
  private final Set<String> weights;

  /**
   * @param graph of float32, its nodes in topological order, with one input
   */
  FoldedNetwork(GraphProto graph) {
    this.graph = graph;
    this.points = new QuantPoints(graph);
    this.constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    this.weights =
        graph.getNodeList().stream()
            .filter(node -> LAYERS.contains(node.getOpType()))
            .map(node -> node.getInput(1))
            .collect(Collectors.toSet());
  }

  /** Adds the graph's constants as weights, those of layers to be trained. */
  void declare(Weights into) {
    for (TensorProto tensor : graph.getInitializerList()) {
      long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
      into.given(tensor.getName(), OnnxWeights.values(tensor), shape.length > 0, shape);
    }
  }

  /** All constants by name, the weights of layers on the steps that {@code bits} leaves them. */
  Snapshot rounded(Weights from, Bits bits) {
    Map<String, float[]> rounded = new TreeMap<>();
    for (NodeProto node : graph.getNodeList()) {
      for (String name : node.getInputList()) {
        if (constants.contains(name)) {
          NDArray weight = from.get(name);
          rounded.put(
              name,
              weights.contains(name)
                  ? FakeQuantize.rounded(weight, bits.of(NodeMath.isDepthwise(node, weight)))
                      .toFloatArray()
                  : weight.toFloatArray());
        }
      }
    }
    return new Snapshot(rounded);
  }

  /** Name of the input. */
  String input() {
    return graph.getInput(0).getName();
  }

  /**
   * Runs the network.
   *
   * @param x [N,C,H,W]
   * @param from as {@link #declare} made them
   * @return every value by its name
   */
  Map<String, NDArray> forward(NDArray x, Weights from, Rounding rounding) {
    Map<String, NDArray> values = new HashMap<>();
    values.put(input(), rounding.activation(input(), x));
    for (NodeProto node : graph.getNodeList()) {
      List<NDArray> inputs = new ArrayList<>();
      for (String name : node.getInputList()) {
        NDArray known = values.get(name);
        inputs.add(known == null ? weight(node, name, view(from.get(name), x), rounding) : known);
      }
      NDArray result = NodeMath.compute(node, inputs);
      String output = node.getOutput(0);
      values.put(
          output,
          points.range(output).map(range -> rounding.activation(range, result)).orElse(result));
    }
    return values;
  }

  /**
   * A weight that belongs to the batch and passes gradients on. The engine gives what it computes
   * to the owner of the first operand, and the weights' own lives as long as the fit.
   */
  private static NDArray view(NDArray weight, NDArray x) {
    NDArray view = weight.reshape(weight.getShape());
    view.attach(x.getManager());
    return view;
  }

  private NDArray weight(NodeProto node, String name, NDArray weight, Rounding rounding) {
    return weights.contains(name)
        ? rounding.weights(weight, NodeMath.isDepthwise(node, weight))
        : weight;
  }
}
