package dev.upcall.tests.project;

import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import java.util.List;
import java.util.Random;

/**
 * Small untrained networks as ONNX. Their last layers' rows sum to zero, so that the features'
 * common level favours no class and different samples get different answers.
 */
final class RandomNetworks {
  /** Channels that every member's pooled features have. */
  static final int FEATURES = 8;

  private static final int OPSET = 13;

  /** Side that the first convolution brings larger images down to. */
  private static final int WORKING_SIDE = 8;

  private final Random random;

  RandomNetworks(long seed) {
    this.random = new Random(seed);
  }

  /** What lies between the first convolution and the classifier. */
  enum Body {
    /** Max pooling, then a convolution. */
    PLAIN,
    /** A convolution added to what it came from, then max pooling. */
    RESIDUAL,
    /** Depthwise and pointwise convolution, then average pooling. */
    SEPARABLE
  }

  /**
   * A member with the outputs {@code logits} [batch, classes] and {@code gap} [batch, features].
   *
   * @param shape of its input, [H,W,C]
   */
  OnnxModel member(Body body, List<Integer> shape, int classes) {
    int stride = Math.max(1, shape.get(0) / WORKING_SIDE);
    int height = (shape.get(0) - 1) / stride + 1;
    int width = (shape.get(1) - 1) / stride + 1;
    OnnxModel model =
        new OnnxModel(OPSET).input("input", 0, shape.get(2), shape.get(0), shape.get(1));
    conv(model, "input", "first", shape.get(2), 3, 1, stride);
    model.node("Relu", "first", "first_relu");
    switch (body) {
      case PLAIN -> {
        pool(model, "MaxPool", "first_relu", "pooled");
        conv(model, "pooled", "second", FEATURES, 3, 1, 1);
        model.node("Relu", "second", "map");
      }
      case RESIDUAL -> {
        conv(model, "first_relu", "second", FEATURES, 3, 1, 1);
        model.node("Add", "first_relu second", "sum");
        model.node("Relu", "sum", "sum_relu");
        pool(model, "MaxPool", "sum_relu", "map");
      }
      case SEPARABLE -> {
        conv(model, "first_relu", "depthwise", 1, 3, FEATURES, 1);
        conv(model, "depthwise", "pointwise", FEATURES, 1, 1, 1);
        model.node("Relu", "pointwise", "pointwise_relu");
        pool(model, "AveragePool", "pointwise_relu", "map");
      }
    }
    model.node("GlobalAveragePool", "map", "means").node("Flatten", "means", "gap");
    model.node("Flatten", "map", "flat");
    gemm(model, "flat", "logits", FEATURES * (height / 2) * (width / 2), classes);
    return model.output("logits", 0, classes).output("gap", 0, FEATURES);
  }

  /**
   * A backbone with three ways out: {@code early} behind its first layer, {@code logits} at its
   * end, and {@code extension} behind a block that has the raw input beside the backbone's map, for
   * the first few classes alone.
   *
   * @param side of the square input
   */
  OnnxModel exits(int side, int classes, int hard) {
    int flat = FEATURES * (side / 2) * (side / 2);
    OnnxModel model = new OnnxModel(OPSET).input("input", 0, 1, side, side);
    conv(model, "input", "first", 1, 3, 1, 1);
    model.node("Relu", "first", "first_relu");
    pool(model, "MaxPool", "first_relu", "pooled");
    model.node("Flatten", "pooled", "early_flat");
    gemm(model, "early_flat", "early", flat, classes);
    conv(model, "pooled", "second", FEATURES, 3, 1, 1);
    model.node("Relu", "second", "map").node("Flatten", "map", "flat");
    gemm(model, "flat", "logits", flat, classes);
    conv(model, "input", "adaptive", 1, 3, 1, 2);
    model.node("Relu", "adaptive", "adaptive_relu");
    model.node("Concat", "map adaptive_relu", "both", Attr.integer("axis", 1));
    conv(model, "both", "third", 2 * FEATURES, 3, 1, 1);
    model.node("Relu", "third", "third_relu").node("Flatten", "third_relu", "third_flat");
    gemm(model, "third_flat", "extension", flat, hard);
    return model
        .output("extension", 0, hard)
        .output("early", 0, classes)
        .output("logits", 0, classes);
  }

  /** A head over {@code members} members' features. */
  OnnxModel head(int members, int classes) {
    OnnxModel model = new OnnxModel(OPSET).input("features", 0, members * FEATURES);
    gemm(model, "features", "logits", members * FEATURES, classes);
    return model.output("logits", 0, classes);
  }

  /** A convolution to {@link #FEATURES} channels that keeps the image's size but for the stride. */
  private void conv(
      OnnxModel model, String input, String output, int depth, int kernel, int group, int stride) {
    float[] weights = gaussian(FEATURES * depth * kernel * kernel, depth * kernel * kernel);
    model.weights(output + "_w", List.of(FEATURES, depth, kernel, kernel), weights);
    model.weights(output + "_b", List.of(FEATURES), gaussian(FEATURES, 100));
    int pad = kernel / 2;
    model.node(
        "Conv",
        input + " " + output + "_w " + output + "_b",
        output,
        Attr.ints("kernel_shape", kernel, kernel),
        Attr.ints("pads", pad, pad, pad, pad),
        Attr.ints("strides", stride, stride),
        Attr.integer("group", group));
  }

  private static void pool(OnnxModel model, String type, String input, String output) {
    model.node(type, input, output, Attr.ints("kernel_shape", 2, 2), Attr.ints("strides", 2, 2));
  }

  private void gemm(OnnxModel model, String input, String output, int depth, int classes) {
    float[] weights = gaussian(classes * depth, depth);
    for (int row = 0; row < classes; row++) {
      float sum = 0;
      for (int i = 0; i < depth; i++) {
        sum += weights[row * depth + i];
      }
      for (int i = 0; i < depth; i++) {
        weights[row * depth + i] -= sum / depth;
      }
    }
    model.weights(output + "_w", List.of(classes, depth), weights);
    model.weights(output + "_b", List.of(classes), gaussian(classes, 100));
    String operands = input + " " + output + "_w " + output + "_b";
    model.node("Gemm", operands, output, Attr.integer("transB", 1));
  }

  /** Normally distributed numbers of variance 2/{@code fanIn} (He et al. 2015). */
  private float[] gaussian(int count, int fanIn) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn));
    }
    return values;
  }
}
