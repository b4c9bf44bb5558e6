package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.upcall.training.onnx.OnnxGraph;

/**
 * Maximum over squares of {@code size} that do not overlap; a remainder at the edge is left out.
 */
public record MaxPooling(int size) implements Layer {
  @Override
  public MapShape output(MapShape input) {
    return input.slide(input.channels(), Window.inside(size, size));
  }

  @Override
  public void declare(String path, MapShape input, Weights weights) {}

  @Override
  public NDArray forward(String path, NDArray x, Weights weights, boolean training) {
    Shape square = new Shape(size, size);
    return Pool.maxPool2d(x, square, square, new Shape(0, 0), false);
  }

  @Override
  public String export(String path, String input, Snapshot weights, OnnxGraph graph) {
    return graph
        .node("MaxPool", path, input)
        .ints("kernel_shape", size, size)
        .ints("strides", size, size)
        .add();
  }

  @Override
  public long macs(MapShape input) {
    return 0;
  }
}
