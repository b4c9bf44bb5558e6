package dev.upcall.host.testing;

import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.OperatorSetIdProto;
import dev.upcall.core.onnx.TensorProto;
import dev.upcall.core.onnx.TensorShapeProto;
import dev.upcall.core.onnx.TypeProto;
import dev.upcall.core.onnx.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes ONNX models small enough that a test can compute by hand what they answer. */
public final class TinyOnnx {
  private static final int FLOAT = 1;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");

  private TinyOnnx() {}

  /**
   * A member: logits = W · (input in the model's order), gap = mean over height and width of each
   * channel.
   *
   * @param shape the model's input without the batch: [C,H,W] or flat
   * @param weights [classes][elements]
   * @param gap whether the second output exists; needs [C,H,W]
   */
  public static TinyOnnx member(long[] shape, float[][] weights, boolean gap) {
    TinyOnnx model = new TinyOnnx();
    model.graph.addInput(value("input", batched(shape)));
    model.node("Flatten", List.of("input"), "flat");
    model.gemm("flat", weights, "logits");
    if (gap) {
      model.node("GlobalAveragePool", List.of("input"), "pooled");
      model.node("Flatten", List.of("pooled"), "gap");
      model.graph.addOutput(value("gap", new long[] {-1, shape[0]}));
    }
    return model;
  }

  /**
   * With what a member adds to the logits of the heads that it is in.
   *
   * @param weights [heads * classes][channels]
   */
  public TinyOnnx parts(float[][] weights) {
    gemm("gap", weights, "partialLogits");
    return this;
  }

  /** A head: logits = W · features. */
  public static TinyOnnx head(float[][] weights) {
    TinyOnnx model = new TinyOnnx();
    model.graph.addInput(value("features", new long[] {-1, weights[0].length}));
    model.gemm("features", weights, "logits");
    return model;
  }

  /** {@code classes} rows that look at one element each: class i scores element i times factor. */
  public static float[][] diagonal(int classes, int elements, float factor) {
    float[][] weights = new float[classes][elements];
    for (int i = 0; i < classes; i++) {
      weights[i][i % elements] = factor;
    }
    return weights;
  }

  public void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private void gemm(String input, float[][] weights, String output) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(output + ".weights")
            .setDataType(FLOAT)
            .addDims(weights.length)
            .addDims(weights[0].length);
    for (float[] row : weights) {
      for (float weight : row) {
        tensor.addFloatData(weight);
      }
    }
    graph.addInitializer(tensor);
    NodeProto.Builder gemm = node("Gemm", List.of(input, output + ".weights"), output);
    gemm.addAttribute(
        AttributeProto.newBuilder()
            .setName("transB")
            .setI(1)
            .setType(AttributeProto.AttributeType.INT));
    graph.addOutput(value(output, new long[] {-1, weights.length}));
  }

  private NodeProto.Builder node(String type, List<String> inputs, String output) {
    return graph
        .addNodeBuilder()
        .setName(output)
        .setOpType(type)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static long[] batched(long[] shape) {
    long[] all = new long[shape.length + 1];
    all[0] = -1;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return all;
  }

  private static ValueInfoProto value(String name, long[] dims) {
    List<TensorShapeProto.Dimension> dimensions = new ArrayList<>();
    for (long dim : dims) {
      var dimension = TensorShapeProto.Dimension.newBuilder();
      dimensions.add(
          (dim < 0 ? dimension.setDimParam("batch") : dimension.setDimValue(dim)).build());
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(FLOAT)
                        .setShape(TensorShapeProto.newBuilder().addAllDim(dimensions))))
        .build();
  }
}
