package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;

/** Layers one after another; layer i's path ends in its position i. */
final class Chain {
  private Chain() {}

  static MapShape output(List<Layer> layers, MapShape input) {
    MapShape shape = input;
    for (Layer layer : layers) {
      shape = layer.output(shape);
    }
    return shape;
  }

  static void declare(List<Layer> layers, String path, MapShape input, Weights weights) {
    MapShape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).declare(path + "." + i, shape, weights);
      shape = layers.get(i).output(shape);
    }
  }

  static NDArray forward(
      List<Layer> layers, String path, NDArray x, Weights weights, boolean training) {
    NDArray value = x;
    for (int i = 0; i < layers.size(); i++) {
      value = layers.get(i).forward(path + "." + i, value, weights, training);
    }
    return value;
  }

  static String export(
      List<Layer> layers, String path, String input, Snapshot weights, OnnxGraph graph) {
    String value = input;
    for (int i = 0; i < layers.size(); i++) {
      value = layers.get(i).export(path + "." + i, value, weights, graph);
    }
    return value;
  }

  static long macs(List<Layer> layers, MapShape input) {
    MapShape shape = input;
    long macs = 0;
    for (Layer layer : layers) {
      macs += layer.macs(shape);
      shape = layer.output(shape);
    }
    return macs;
  }
}
