package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;

/** Layers one after another; layer i's path ends in its position i. */
public final class Chain {
  private Chain() {}

  public static MapShape output(List<Layer> layers, MapShape input) {
    MapShape shape = input;
    boolean flat = false;
    for (Layer layer : layers) {
      if (flat && !(layer instanceof Dense)) {
        throw new IllegalArgumentException("a dense layer, and behind it one that reads maps");
      }
      shape = layer.output(shape);
      flat = layer instanceof Dense;
    }
    return shape;
  }

  public static void declare(List<Layer> layers, String path, MapShape input, Weights weights) {
    MapShape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).declare(path + "." + i, shape, weights);
      shape = layers.get(i).output(shape);
    }
  }

  public static NDArray forward(
      List<Layer> layers, String path, NDArray x, Weights weights, boolean training) {
    List<NDArray> values = forwardEach(layers, path, x, weights, training);
    return values.isEmpty() ? x : values.get(values.size() - 1);
  }

  /** Computes all layers; returns what each produces, in their order. */
  static List<NDArray> forwardEach(
      List<Layer> layers, String path, NDArray x, Weights weights, boolean training) {
    List<NDArray> values = new ArrayList<>();
    NDArray value = x;
    for (int i = 0; i < layers.size(); i++) {
      value = layers.get(i).forward(path + "." + i, value, weights, training);
      values.add(value);
    }
    return values;
  }

  public static String export(
      List<Layer> layers, String path, String input, Snapshot weights, OnnxGraph graph) {
    List<String> values = exportEach(layers, path, input, weights, graph);
    return values.isEmpty() ? input : values.get(values.size() - 1);
  }

  /** Writes all layers; returns what each produces, in their order. */
  static List<String> exportEach(
      List<Layer> layers, String path, String input, Snapshot weights, OnnxGraph graph) {
    List<String> values = new ArrayList<>();
    String value = input;
    for (int i = 0; i < layers.size(); i++) {
      value = layers.get(i).export(path + "." + i, value, weights, graph);
      values.add(value);
    }
    return values;
  }

  /** Whether the result is a vector of features, in ONNX [N,F], that no convolution can read. */
  public static boolean isFlat(List<Layer> layers) {
    return !layers.isEmpty() && layers.get(layers.size() - 1) instanceof Dense;
  }

  /**
   * Writes what makes features of a result: global average pooling, unless it is a vector already.
   *
   * @param layers that computed it
   * @param path begins the name of the node in between
   * @param output name for the value [N,F]
   */
  public static void exportFeatures(
      List<Layer> layers, String path, String result, OnnxGraph graph, String output) {
    if (isFlat(layers)) {
      graph.node("Flatten", output, result).integer("axis", 1).add();
    } else {
      graph.pooled(path, result, output);
    }
  }

  public static long macs(List<Layer> layers, MapShape input) {
    MapShape shape = input;
    long macs = 0;
    for (Layer layer : layers) {
      macs += layer.macs(shape);
      shape = layer.output(shape);
    }
    return macs;
  }
}
