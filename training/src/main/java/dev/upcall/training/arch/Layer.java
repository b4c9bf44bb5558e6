package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.onnx.OnnxGraph;

/**
 * One building block of a network. A layer is a description without state; its weights live in a
 * {@link Weights} under names that begin with the layer's path, so that the same description is
 * initialised, trained, counted and exported.
 */
public sealed interface Layer permits Convolution, Dense, MaxPooling, Residual {
  /** Shape of the result for an input of that shape. */
  MapShape output(MapShape input);

  /** Adds this layer's weights, freshly initialised. */
  void declare(String path, MapShape input, Weights weights);

  /**
   * Computes the layer.
   *
   * @param x [N,C,H,W]
   * @param training whether batch statistics are used and kept
   */
  NDArray forward(String path, NDArray x, Weights weights, boolean training);

  /**
   * Writes the layer as ONNX nodes.
   *
   * @param input name of the value it reads
   * @return name of the value it produces
   */
  String export(String path, String input, Snapshot weights, OnnxGraph graph);

  /** Multiply-accumulates for one sample. */
  long macs(MapShape input);
}
