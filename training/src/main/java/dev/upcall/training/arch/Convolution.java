package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Convolution without bias, batch normalisation and what follows.
 *
 * @param outputs output channels; for a depthwise convolution the input's channels
 * @param depthwise one filter per channel, channels not mixed
 */
public record Convolution(int outputs, Window window, boolean depthwise, Rectifier after)
    implements Layer {
  /** PyTorch's: keeps the variance of a dead channel from dividing by nothing. */
  static final float EPSILON = 1e-5f;

  /** Share of the running statistics that one batch leaves as they were. */
  private static final float KEEP = 0.9f;

  public Convolution {
    if (outputs < 1) {
      throw new IllegalArgumentException("convolution of " + outputs + " outputs");
    }
  }

  /** Convolution, batch normalisation, ReLU. */
  static Convolution over(Window window, int outputs) {
    return new Convolution(outputs, window, false, Rectifier.RELU);
  }

  /** The same of an odd, square window, padded to keep the map's size at stride 1. */
  public static Convolution of(int outputs, int kernel, int stride) {
    return over(Window.square(kernel, stride), outputs);
  }

  /** Depthwise convolution, batch normalisation, ReLU. */
  public static Convolution depthwise(int channels, int kernel, int stride) {
    return new Convolution(channels, Window.square(kernel, stride), true, Rectifier.RELU);
  }

  /** This convolution with something else after its batch normalisation. */
  Convolution then(Rectifier other) {
    return new Convolution(outputs, window, depthwise, other);
  }

  /** With nothing after it, as before a residual add. */
  public Convolution linear() {
    return then(Rectifier.NONE);
  }

  @Override
  public MapShape output(MapShape input) {
    if (depthwise && input.channels() != outputs) {
      throw new IllegalArgumentException(
          "depthwise convolution of " + outputs + " channels on a map " + input);
    }
    return input.slide(outputs, window);
  }

  @Override
  public void declare(String path, MapShape input, Weights weights) {
    int group = depthwise ? 1 : input.channels();
    weights.normal(
        path + ".weight",
        Math.sqrt(2.0 / (group * window.area())),
        outputs,
        group,
        window.kernel().rows(),
        window.kernel().columns());
    weights.constant(path + ".gamma", 1, true, outputs);
    weights.constant(path + ".beta", 0, true, outputs);
    weights.constant(path + ".mean", 0, false, outputs);
    weights.constant(path + ".variance", 1, false, outputs);
  }

  @Override
  public NDArray forward(String path, NDArray x, Weights weights, boolean training) {
    Precision precision = weights.precision(training);
    NDArray sum =
        Conv2d.conv2d(
                precision.lower(x, x.getManager()),
                precision.lower(weights.get(path + ".weight"), x.getManager()),
                null,
                window.stride().shape(),
                window.padding().shape(),
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
    return after.forward(normal);
  }

  @Override
  public String export(String path, String input, Snapshot weights, OnnxGraph graph) {
    FoldedNormalization folded = FoldedNormalization.of(path, weights);
    int rows = window.kernel().rows();
    int columns = window.kernel().columns();
    Extent padding = window.padding();
    String sum =
        graph
            .node("Conv", path, input)
            .weight(
                path + ".weight",
                folded.filter(),
                outputs,
                folded.perOutput() / window.area(),
                rows,
                columns)
            .weight(path + ".bias", folded.bias(), outputs)
            .ints("dilations", 1, 1)
            .integer("group", depthwise ? outputs : 1)
            .ints("kernel_shape", rows, columns)
            .ints("pads", padding.rows(), padding.columns(), padding.rows(), padding.columns())
            .ints("strides", window.stride().rows(), window.stride().columns())
            .add();
    return after.export(path, sum, graph);
  }

  /**
   * Undoes the folding of {@link #export}: weights by which it gives that filter and bias, to the
   * bit, since their batch normalisation has k = 1.
   */
  public static Snapshot unfolded(String path, float[] filter, float[] bias) {
    Map<String, float[]> values = new HashMap<>();
    values.put(path + ".weight", filter);
    values.put(path + ".gamma", filled(bias.length, 1));
    values.put(path + ".beta", bias);
    values.put(path + ".mean", filled(bias.length, 0));
    values.put(path + ".variance", filled(bias.length, 1 - EPSILON));
    return new Snapshot(values);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public long macs(MapShape input) {
    int group = depthwise ? 1 : input.channels();
    return (long) output(input).size() * group * window.area();
  }
}
