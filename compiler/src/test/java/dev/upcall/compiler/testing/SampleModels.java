package dev.upcall.compiler.testing;

import java.util.List;
import java.util.Map;

/** Small networks of the kinds that members are made of, and some that only one pass is about. */
public final class SampleModels {
  private SampleModels() {}

  /** The model of that name, for goldens. */
  public static OnnxModel named(String name) {
    return switch (name) {
      case "residual" -> residual();
      case "flattening" -> flattening();
      case "padded" -> padded();
      case "pooledNorm" -> pooledNorm();
      case "views" -> views();
      case "skipping" -> skipping();
      case "elementwise" -> elementwise();
      case "movement" -> movement();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Convolution, batch normalisation, depthwise, residual add, both poolings, a dense end. */
  public static OnnxModel residual() {
    OnnxModel m = new OnnxModel().input("input", 0, 3, 8, 8);
    convolution(m, "input", "stem", 3, 8, 1);
    m.randomWeights("dw.weight", 8, 1, 3, 3)
        .node(
            "Conv", "stem dw.weight", "dw", Attr.ints("pads", 1, 1, 1, 1), Attr.integer("group", 8))
        .node("Relu", "dw", "dw.relu")
        .randomWeights("pw.weight", 8, 8, 1, 1)
        .randomWeights("pw.bias", 8)
        .node("Conv", "dw.relu pw.weight pw.bias", "pw")
        .node("Add", "pw stem", "sum")
        .node("Relu", "sum", "sum.relu")
        .node(
            "MaxPool",
            "sum.relu",
            "pool",
            Attr.ints("kernel_shape", 2, 2),
            Attr.ints("strides", 2, 2));
    convolution(m, "pool", "top", 8, 16, 2);
    return m.node("GlobalAveragePool", "top", "gap4")
        .node("Flatten", "gap4", "gap")
        .randomWeights("fc.weight", 10, 16)
        .randomWeights("fc.bias", 10)
        .node("Gemm", "gap fc.weight fc.bias", "logits", Attr.integer("transB", 1))
        .output("logits", 0, 10)
        .output("gap", 0, 16);
  }

  /** Flattens a map of several channels before two dense layers; ends in a softmax. */
  public static OnnxModel flattening() {
    OnnxModel m = new OnnxModel(12).input("input", 1, 1, 6, 5);
    convolution(m, "input", "conv", 1, 4, 1);
    return m.node("Flatten", "conv", "flat")
        .randomWeights("fc1.weight", 120, 12)
        .node("MatMul", "flat fc1.weight", "fc1")
        .randomWeights("fc1.bias", 12)
        .node("Add", "fc1 fc1.bias", "fc1.sum")
        .node("Relu", "fc1.sum", "fc1.relu")
        .randomWeights("fc2.weight", 12, 3)
        .randomWeights("fc2.bias", 3)
        .node("Gemm", "fc1.relu fc2.weight fc2.bias", "logits")
        .node("Softmax", "logits", "probabilities")
        .output("probabilities", 1, 3);
  }

  /** Padding by an operator of its own, as exports of Keras have it, channels-last outside. */
  public static OnnxModel padded() {
    return new OnnxModel()
        .input("image", 0, 7, 5, 2)
        .node("Transpose", "image", "planes", Attr.ints("perm", 0, 3, 1, 2))
        .integers("pads", 0, 0, 0, 1, 0, 0, 1, 1)
        .node("Pad", "planes pads", "padded")
        .randomWeights("weight", 3, 2, 3, 3)
        .node("Conv", "padded weight", "conv", Attr.ints("strides", 2, 2))
        .node("Transpose", "conv", "map", Attr.ints("perm", 0, 2, 3, 1))
        .integers("shape", -1, 27)
        .node("Reshape", "map shape", "features")
        .output("features", 0, 27);
  }

  /** Parts, choices, resizes, recurrence: operators whose integers decide what is read. */
  public static OnnxModel movement() {
    OnnxModel m =
        new OnnxModel(18)
            .input("input", 1, 4, 6, 5)
            .integers("start", -1, 1)
            .integers("end", -100, 4)
            .integers("axes", 2, -1)
            .integers("steps", -2, 1)
            .node("Slice", "input start end axes steps", "a")
            .integers("pads", 0, 0, 1, 1, 0, 0, 2, -1)
            .node("Pad", "a pads", "b", Attr.text("mode", "reflect"))
            .integers("order", 3, -4, 1, 0)
            .node("Gather", "b order", "c", Attr.integer("axis", 1))
            .node("DepthToSpace", "c", "d", Attr.integer("blocksize", 2))
            .weights("scales", List.of(4), 1, 1, 0.5f, 1.5f)
            .node("Resize", "d  scales", "e", Attr.text("mode", "cubic"))
            .node("Resize", "e  scales", "f")
            .randomWeights("w", 1, 2, 3, 3)
            .node("ConvTranspose", "f w", "g", Attr.ints("strides", 2, 2))
            .integers("sizes", 1, 1)
            .node("Split", "g sizes", "h1", Attr.integer("axis", 1))
            .node("Concat", "h2 h1", "i", Attr.integer("axis", 3))
            .integers("times", 1, 1, 2, 1)
            .node("Tile", "i times", "j")
            .node("Shape", "j", "shape")
            .integers("last", 3)
            .node("Gather", "shape last", "width")
            .integers("one", 1)
            .integers("rest", -1)
            .node("Concat", "rest one width", "target", Attr.integer("axis", 0))
            .node("Reshape", "j target", "k")
            .node("ReduceMean", "k", "mean")
            .integers("wide", 3, 1, 4)
            .node("Expand", "mean wide", "l")
            .randomWeights("lw", 1, 9, 4)
            .randomWeights("lr", 1, 9, 3)
            .node("GRU", "l lw lr", "all", Attr.integer("hidden_size", 3))
            .integers("most", 2)
            .node("TopK", "last.hidden most", "values")
            .output("values");
    Map<String, String> second = Map.of("Split", "h2", "GRU", "last.hidden", "TopK", "indices");
    m.graph().getNodeBuilderList().stream()
        .filter(node -> second.containsKey(node.getOpType()))
        .forEach(node -> node.addOutput(second.get(node.getOpType())));
    return m;
  }

  /** Of each family of elementwise and reducing operators one, with integers in between. */
  public static OnnxModel elementwise() {
    return new OnnxModel(20)
        .input("input", 1, 2, 3, 4)
        .randomWeights("slope", 2, 1, 1)
        .node("PRelu", "input slope", "a")
        .node("Selu", "a", "b", Attr.real("alpha", 1.5f))
        .positiveWeights("scale", 2)
        .randomWeights("shift", 2)
        .node("InstanceNormalization", "b scale shift", "c")
        .node("LRN", "c", "d", Attr.integer("size", 3))
        .node("Clip", "d slopeless", "e")
        .weights("slopeless", List.of(), -0.5f)
        .node("ArgMax", "e", "f", Attr.integer("axis", 1))
        .node("Cast", "f", "g", Attr.integer("to", 1))
        .node("Greater", "e g", "h")
        .node("Where", "h e a", "i")
        .integers("axes", 2, -1)
        .node("ReduceSumSquare", "i axes", "j", Attr.integer("keepdims", 0))
        .node("Max", "j j j", "k")
        .node("Gelu", "k", "l", Attr.text("approximate", "tanh"))
        .integers("twice", 1, 2)
        .node("Cast", "twice", "exponent", Attr.integer("to", 6))
        .node("Pow", "l exponent", "m")
        .node("LogSoftmax", "m", "n", Attr.integer("axis", 0))
        .node("MatMul", "n o", "y")
        .node("Transpose", "n", "o")
        .output("y");
  }

  /** Batch normalisation with nothing before it to go into. */
  public static OnnxModel pooledNorm() {
    return new OnnxModel()
        .input("input", 0, 2, 4, 4)
        .node("MaxPool", "input", "pool", Attr.ints("kernel_shape", 2, 2))
        .randomWeights("scale", 2)
        .randomWeights("shift", 2)
        .randomWeights("mean", 2)
        .positiveWeights("variance", 2)
        .node("BatchNormalization", "pool scale shift mean variance", "norm")
        .node("GlobalAveragePool", "norm", "gap")
        .node("Flatten", "gap", "flat")
        .node("BatchNormalization", "flat scale shift mean variance", "logits")
        .output("logits", 0, 2);
  }

  /** The input joined with what is made of it, and both with what has fixed steps. */
  public static OnnxModel skipping() {
    OnnxModel m = new OnnxModel().input("input", 0, 2, 6, 6);
    convolution(m, "input", "stem", 2, 4, 1);
    m.node("Concat", "input stem", "joined", Attr.integer("axis", 1));
    convolution(m, "joined", "top", 6, 2, 1);
    return m.node("Sigmoid", "top", "gate")
        .node("Max", "input gate", "most")
        .node("Concat", "most top", "all", Attr.integer("axis", 1))
        .node("GlobalAveragePool", "all", "gap4")
        .node("Flatten", "gap4", "gap")
        .randomWeights("fc.weight", 5, 4)
        .randomWeights("fc.bias", 5)
        .node("Gemm", "gap fc.weight fc.bias", "logits", Attr.integer("transB", 1))
        .output("logits", 0, 5);
  }

  /** Reshapes that undo each other. */
  public static OnnxModel views() {
    return new OnnxModel()
        .input("input", 0, 12)
        .integers("square", -1, 3, 4)
        .node("Reshape", "input square", "matrix")
        .node("Flatten", "matrix", "again")
        .randomWeights("weight", 5, 12)
        .node("Gemm", "again weight", "logits", Attr.integer("transB", 1))
        .integers("flat", -1, 5)
        .node("Reshape", "logits flat", "scores")
        .output("scores", 0, 5);
  }

  /** A 3x3 convolution with batch normalisation and ReLU. */
  public static void convolution(
      OnnxModel m, String input, String name, int from, int to, int stride) {
    m.randomWeights(name + ".weight", to, from, 3, 3)
        .positiveWeights(name + ".scale", to)
        .randomWeights(name + ".shift", to)
        .randomWeights(name + ".mean", to)
        .positiveWeights(name + ".variance", to)
        .node(
            "Conv",
            input + " " + name + ".weight",
            name + ".conv",
            Attr.ints("pads", 1, 1, 1, 1),
            Attr.ints("strides", stride, stride))
        .node(
            "BatchNormalization",
            String.join(
                " ",
                name + ".conv",
                name + ".scale",
                name + ".shift",
                name + ".mean",
                name + ".variance"),
            name + ".norm")
        .node("Relu", name + ".norm", name);
  }
}
