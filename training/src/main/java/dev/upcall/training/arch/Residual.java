package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;

/**
 * Adds what the body computes to what the shortcut carries (ResNet, He et al. 2015).
 *
 * @param body ends without ReLU
 * @param shortcut empty for the input itself
 */
public record Residual(List<Layer> body, List<Layer> shortcut, Rectifier after) implements Layer {
  public Residual {
    body = List.copyOf(body);
    shortcut = List.copyOf(shortcut);
  }

  @Override
  public MapShape output(MapShape input) {
    MapShape sum = Chain.output(body, input);
    MapShape carried = Chain.output(shortcut, input);
    if (!sum.equals(carried)) {
      throw new IllegalArgumentException("residual add of " + sum + " and " + carried);
    }
    return sum;
  }

  @Override
  public void declare(String path, MapShape input, Weights weights) {
    Chain.declare(body, path + ".body", input, weights);
    Chain.declare(shortcut, path + ".shortcut", input, weights);
  }

  @Override
  public NDArray forward(String path, NDArray x, Weights weights, boolean training) {
    NDArray sum = Chain.forward(body, path + ".body", x, weights, training);
    NDArray carried = Chain.forward(shortcut, path + ".shortcut", x, weights, training);
    return after.forward(sum.add(carried));
  }

  @Override
  public String export(String path, String input, Snapshot weights, OnnxGraph graph) {
    String sum = Chain.export(body, path + ".body", input, weights, graph);
    String carried = Chain.export(shortcut, path + ".shortcut", input, weights, graph);
    String added = graph.node("Add", path + ".add", sum, carried).add();
    return after.export(path, added, graph);
  }

  @Override
  public long macs(MapShape input) {
    return Chain.macs(body, input) + Chain.macs(shortcut, input);
  }
}
