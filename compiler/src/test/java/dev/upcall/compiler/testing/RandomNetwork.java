package dev.upcall.compiler.testing;

import dev.upcall.core.onnx.AttributeProto;
import java.util.Random;

/**
 * A small convolutional network drawn from a seed: convolutions of all kinds, normalisation,
 * activations, poolings, residual sums, and one of the usual ends.
 */
public final class RandomNetwork {
  private final Random random;
  private final OnnxModel model = new OnnxModel(13);
  private int next;
  private String last = "input";
  private int channels;
  private int height;
  private int width;

  private RandomNetwork(long seed) {
    this.random = new Random(seed);
  }

  public static OnnxModel of(long seed) {
    return new RandomNetwork(seed).build();
  }

  private OnnxModel build() {
    channels = 1 + random.nextInt(3);
    height = 5 + random.nextInt(6);
    width = 5 + random.nextInt(6);
    model.input("input", 0, channels, height, width);
    int layers = 2 + random.nextInt(5);
    for (int i = 0; i < layers; i++) {
      layer();
    }
    end();
    return model.output("logits", 0, 4);
  }

  private void layer() {
    switch (random.nextInt(8)) {
      case 0, 1 -> convolution(1 + random.nextInt(6), 1);
      case 2 -> convolution(channels * (1 + random.nextInt(2)), channels);
      case 3 -> pool(random.nextBoolean() ? "MaxPool" : "AveragePool");
      case 4 -> norm();
      case 5 -> residual();
      case 6 -> add("Relu", last);
      default -> pad();
    }
    if (random.nextInt(3) == 0) {
      add("Relu", last);
    }
  }

  private void convolution(int to, int groups) {
    String weights = name("w");
    int kernel = 1 + random.nextInt(3);
    int pad = random.nextInt(2);
    int stride = 1 + random.nextInt(2);
    if (Math.min(height, width) + 2 * pad < kernel + 2) {
      return;
    }
    model.randomWeights(weights, to, channels / groups, kernel, kernel);
    String operands = last + " " + weights;
    if (random.nextBoolean()) {
      String bias = name("b");
      model.randomWeights(bias, to);
      operands += " " + bias;
    }
    add(
        "Conv",
        operands,
        Attr.ints("pads", pad, pad, pad, pad),
        Attr.ints("strides", stride, stride),
        Attr.integer("group", groups));
    channels = to;
    height = (height + 2 * pad - kernel) / stride + 1;
    width = (width + 2 * pad - kernel) / stride + 1;
  }

  private void pool(String type) {
    if (Math.min(height, width) < 4) {
      return;
    }
    add(type, last, Attr.ints("kernel_shape", 2, 2), Attr.ints("strides", 2, 2));
    height /= 2;
    width /= 2;
  }

  private void norm() {
    String scale = name("scale");
    String shift = name("shift");
    String mean = name("mean");
    String variance = name("variance");
    model
        .positiveWeights(scale, channels)
        .randomWeights(shift, channels)
        .randomWeights(mean, channels)
        .positiveWeights(variance, channels);
    add("BatchNormalization", String.join(" ", last, scale, shift, mean, variance));
  }

  private void residual() {
    String trunk = last;
    String weights = name("w");
    model.randomWeights(weights, channels, channels, 3, 3);
    add("Conv", last + " " + weights, Attr.ints("pads", 1, 1, 1, 1));
    if (random.nextBoolean()) {
      norm();
    }
    add("Add", random.nextBoolean() ? trunk + " " + last : last + " " + trunk);
  }

  private void pad() {
    String pads = name("pads");
    model.integers(pads, 0, 0, 1, 0, 0, 0, 0, 1);
    add("Pad", last + " " + pads);
    height++;
    width++;
  }

  private void end() {
    int features = channels;
    if (random.nextBoolean()) {
      add("GlobalAveragePool", last);
    } else {
      features = channels * height * width;
    }
    add("Flatten", last);
    model.randomWeights("last.weight", 4, features).randomWeights("last.bias", 4);
    model.node("Gemm", last + " last.weight last.bias", "logits", Attr.integer("transB", 1));
  }

  private void add(String type, String operands, AttributeProto... attributes) {
    String output = name("v");
    model.node(type, operands, output, attributes);
    last = output;
  }

  private String name(String prefix) {
    return prefix + next++;
  }
}
