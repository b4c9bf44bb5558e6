package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import dev.upcall.training.onnx.OnnxGraph;

/**
 * A fully connected layer without bias, batch normalisation, ReLU: a convolution whose window is
 * the whole map, and is written as a product of matrices. Its ONNX value has the shape [N,F]; only
 * dense layers and heads can read it.
 *
 * @param outputs number of features F
 */
public record Dense(int outputs) implements Layer {
  private Convolution over(MapShape input) {
    return new Convolution(outputs, Window.whole(input), false, Rectifier.RELU);
  }

  @Override
  public MapShape output(MapShape input) {
    return over(input).output(input);
  }

  @Override
  public void declare(String path, MapShape input, Weights weights) {
    over(input).declare(path, input, weights);
  }

  @Override
  public NDArray forward(String path, NDArray x, Weights weights, boolean training) {
    return over(MapShape.of(x)).forward(path, x, weights, training);
  }

  @Override
  public String export(String path, String input, Snapshot weights, OnnxGraph graph) {
    FoldedNormalization folded = FoldedNormalization.of(path, weights);
    String flat = graph.node("Flatten", path + ".flat", input).integer("axis", 1).add();
    String sum =
        graph
            .node("Gemm", path, flat)
            .weight(path + ".weight", folded.filter(), outputs, folded.perOutput())
            .weight(path + ".bias", folded.bias(), outputs)
            .integer("transB", 1)
            .add();
    return Rectifier.RELU.export(path, sum, graph);
  }

  @Override
  public long macs(MapShape input) {
    return over(input).macs(input);
  }
}
