package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.upcall.training.onnx.OnnxGraph;

/** What follows a batch normalisation or a residual add. */
public enum Rectifier {
  NONE {
    @Override
    NDArray forward(NDArray x) {
      return x;
    }

    @Override
    String export(String path, String input, OnnxGraph graph) {
      return input;
    }
  },

  RELU {
    @Override
    NDArray forward(NDArray x) {
      return Activation.relu(x);
    }

    @Override
    String export(String path, String input, OnnxGraph graph) {
      return graph.node("Relu", path + ".relu", input).add();
    }
  },

  /** ReLU cut off at 6, MobileNetV2's: its maps fit few bits. */
  RELU6 {
    @Override
    NDArray forward(NDArray x) {
      return x.clip(0, 6);
    }

    @Override
    String export(String path, String input, OnnxGraph graph) {
      String name = path + ".relu6";
      return graph
          .node("Clip", name, input)
          .weight(name + ".min", new float[] {0})
          .weight(name + ".max", new float[] {6})
          .add();
    }
  };

  abstract NDArray forward(NDArray x);

  /** Writes it behind a value and returns the name of the result. */
  abstract String export(String path, String input, OnnxGraph graph);
}
