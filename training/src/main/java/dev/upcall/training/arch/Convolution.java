package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.upcall.training.onnx.OnnxGraph;

/**
 * Convolution without bias, batch normalisation and, if asked for, ReLU. Padding keeps the size at
 * stride 1 (kernel / 2 on every side).
 *
 * @param outputs output channels; for a depthwise convolution the input's channels
 * @param kernel odd side of the square window
 * @param depthwise one filter per channel, channels not mixed
 * @param relu whether ReLU follows
 */
public record Convolution(int outputs, int kernel, int stride, boolean depthwise, boolean relu)
    implements Layer {
  /** PyTorch's: keeps the variance of a dead channel from dividing by nothing. */
  private static final float EPSILON = 1e-5f;

  /** Share of the running statistics that one batch leaves as they were. */
  private static final float KEEP = 0.9f;

  public Convolution {
    if (outputs < 1 || kernel < 1 || kernel % 2 == 0 || stride < 1) {
      throw new IllegalArgumentException(
          "convolution needs outputs > 0, an odd kernel and a stride > 0, found "
              + outputs
              + ", "
              + kernel
              + ", "
              + stride);
    }
  }

  /** Convolution, batch normalisation, ReLU. */
  public static Convolution of(int outputs, int kernel, int stride) {
    return new Convolution(outputs, kernel, stride, false, true);
  }

  /** Depthwise convolution, batch normalisation, ReLU. */
  public static Convolution depthwise(int channels, int kernel, int stride) {
    return new Convolution(channels, kernel, stride, true, true);
  }

  /** This convolution with nothing after its batch normalisation, as before a residual add. */
  public Convolution linear() {
    return new Convolution(outputs, kernel, stride, depthwise, false);
  }

  @Override
  public MapShape output(MapShape input) {
    if (depthwise && input.channels() != outputs) {
      throw new IllegalArgumentException(
          "depthwise convolution of " + outputs + " channels on a map " + input);
    }
    return input.slide(outputs, kernel, stride, kernel / 2);
  }

  @Override
  public void declare(String path, MapShape input, Weights weights) {
    int group = depthwise ? 1 : input.channels();
    weights.normal(
        path + ".weight",
        Math.sqrt(2.0 / (group * kernel * kernel)),
        outputs,
        group,
        kernel,
        kernel);
    weights.constant(path + ".gamma", 1, true, outputs);
    weights.constant(path + ".beta", 0, true, outputs);
    weights.constant(path + ".mean", 0, false, outputs);
    weights.constant(path + ".variance", 1, false, outputs);
  }

  @Override
  public NDArray forward(String path, NDArray x, Weights weights, boolean training) {
    int pad = kernel / 2;
    Precision precision = weights.precision(training);
    NDArray sum =
        Conv2d.conv2d(
                precision.lower(x),
                precision.lower(weights.get(path + ".weight")),
                null,
                new Shape(stride, stride),
                new Shape(pad, pad),
                new Shape(1, 1),
                depthwise ? outputs : 1)
            .singletonOrThrow();
    NDArray normal =
        BatchNorm.batchNorm(
                sum,
                weights.get(path + ".mean"),
                weights.get(path + ".variance"),
                weights.get(path + ".gamma"),
                weights.get(path + ".beta"),
                1,
                KEEP,
                EPSILON,
                training)
            .singletonOrThrow();
    return relu ? Activation.relu(normal) : normal;
  }

  /**
   * Folds the batch normalisation into weights and bias: with k = gamma / sqrt(variance + epsilon)
   * the filter of each output channel is scaled by its k, and the bias is beta - mean * k.
   */
  @Override
  public String export(String path, String input, Snapshot weights, OnnxGraph graph) {
    float[] filter = weights.values(path + ".weight").clone();
    float[] gamma = weights.values(path + ".gamma");
    float[] mean = weights.values(path + ".mean");
    float[] variance = weights.values(path + ".variance");
    float[] bias = weights.values(path + ".beta").clone();
    int perOutput = filter.length / outputs;
    for (int c = 0; c < outputs; c++) {
      double k = gamma[c] / Math.sqrt((double) variance[c] + EPSILON);
      for (int i = 0; i < perOutput; i++) {
        filter[c * perOutput + i] *= (float) k;
      }
      bias[c] -= (float) (mean[c] * k);
    }
    int group = depthwise ? outputs : 1;
    int inputs = perOutput / (kernel * kernel);
    String sum =
        graph
            .node("Conv", path, input)
            .weight(path + ".weight", filter, outputs, inputs, kernel, kernel)
            .weight(path + ".bias", bias, outputs)
            .ints("dilations", 1, 1)
            .integer("group", group)
            .ints("kernel_shape", kernel, kernel)
            .ints("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2)
            .ints("strides", stride, stride)
            .add();
    return relu ? graph.node("Relu", path + ".relu", sum).add() : sum;
  }

  @Override
  public long macs(MapShape input) {
    int group = depthwise ? 1 : input.channels();
    return (long) output(input).size() * group * kernel * kernel;
  }
}
