package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.pooling.Pool;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;

/**
 * A member without its classifier: layers, then global average pooling to a vector of features,
 * where the last layer has not made one of its own.
 *
 * @param name as in {@code training.yaml}, for reports
 * @param layers at least one
 */
public record Architecture(String name, List<Layer> layers) {
  public Architecture {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("architecture " + name + " has no layers");
    }
  }

  /** Number of pooled features F. */
  public int features(MapShape input) {
    return Chain.output(layers, input).channels();
  }

  /** Adds all weights, freshly initialised, under names that begin with {@code path}. */
  public void declare(String path, MapShape input, Weights weights) {
    Chain.declare(layers, path, input, weights);
  }

  /**
   * The pooled features.
   *
   * @param x [N,C,H,W]
   * @return [N,F]
   */
  public NDArray forward(String path, NDArray x, Weights weights, boolean training) {
    return pooled(Chain.forward(layers, path, x, weights, training), weights, training);
  }

  /** The features [N,F] of a map that the last layer produced. */
  public static NDArray pooled(NDArray map, Weights weights, boolean training) {
    return weights.precision(training).raise(Pool.globalAvgPool2d(map));
  }

  /**
   * The maps [N,C,H,W] that the layers produce, in their order; the last is what is pooled.
   *
   * @param x [N,C,H,W]
   */
  public List<NDArray> maps(String path, NDArray x, Weights weights, boolean training) {
    return Chain.forwardEach(layers, path, x, weights, training);
  }

  /**
   * Writes the network up to its pooled features.
   *
   * @param output name for the value [N,F] that holds them
   * @return names of the maps that the layers produce, in their order
   */
  public List<String> export(
      String path, String input, Snapshot weights, OnnxGraph graph, String output) {
    List<String> maps = Chain.exportEach(layers, path, input, weights, graph);
    Chain.exportFeatures(layers, path, maps.get(maps.size() - 1), graph, output);
    return maps;
  }

  /** The first {@code count} layers, 1 to all of them: the same weights under the same names. */
  public List<Layer> first(int count) {
    return layers.subList(0, count);
  }

  /** Multiply-accumulates for one sample, classifier left out. */
  public long macs(MapShape input) {
    return Chain.macs(layers, input);
  }
}
