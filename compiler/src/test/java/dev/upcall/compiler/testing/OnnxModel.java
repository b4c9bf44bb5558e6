package dev.upcall.compiler.testing;

import com.google.protobuf.ByteString;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.onnx.OnnxLimits;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.OperatorSetIdProto;
import dev.upcall.core.onnx.TensorProto;
import dev.upcall.core.onnx.TensorShapeProto;
import dev.upcall.core.onnx.TypeProto;
import dev.upcall.core.onnx.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes small ONNX models for tests. */
public final class OnnxModel {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final int opset;
  private final Random random = new Random(7);

  public OnnxModel(int opset) {
    this.opset = opset;
  }

  public OnnxModel() {
    this(17);
  }

  /** A float input; dimension 0 stands for a symbolic one named {@code batch}. */
  public OnnxModel input(String name, int... dims) {
    graph.addInput(valueInfo(name, dims));
    return this;
  }

  /** A float output; without dimensions its shape is left open. */
  public OnnxModel output(String name, int... dims) {
    ValueInfoProto.Builder info = valueInfo(name, dims);
    if (dims.length == 0) {
      info.getTypeBuilder().getTensorTypeBuilder().clearShape();
    }
    graph.addOutput(info);
    return this;
  }

  public OnnxModel weights(String name, List<Integer> dims, float... elements) {
    ByteBuffer raw = ByteBuffer.allocate(elements.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(elements);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(FLOAT)
            .addAllDims(dims.stream().map(Integer::longValue).toList())
            .setRawData(ByteString.copyFrom(raw.array())));
    return this;
  }

  /** Weights from a fixed seed, normally distributed, scaled by 1/sqrt(elements per row). */
  public OnnxModel randomWeights(String name, Integer... dims) {
    int size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    double scale = 1 / Math.sqrt(Math.max(1, dims.length == 1 ? 4 : size / dims[0]));
    float[] elements = new float[size];
    for (int i = 0; i < size; i++) {
      elements[i] = (float) (random.nextGaussian() * scale);
    }
    return weights(name, List.of(dims), elements);
  }

  /** Weights from a fixed seed in 0.5..1.5, for variances and scales. */
  public OnnxModel positiveWeights(String name, Integer... dims) {
    float[] elements = new float[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = 0.5f + random.nextFloat();
    }
    return weights(name, List.of(dims), elements);
  }

  /** Stored 64-bit integers, such as a shape. */
  public OnnxModel integers(String name, long... elements) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(INT64)
            .addDims(elements.length)
            .addAllInt64Data(Arrays.stream(elements).boxed().toList()));
    return this;
  }

  /** A node of one output; {@code inputs} are names separated by spaces. */
  public OnnxModel node(String type, String inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(output + "/" + type)
            .setOpType(type)
            .addAllInput(inputs.isEmpty() ? List.of() : List.of(inputs.split(" ", -1)))
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  /** For what the other methods do not offer. */
  public GraphProto.Builder graph() {
    return graph;
  }

  public ModelProto proto() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  public byte[] bytes() {
    return proto().toByteArray();
  }

  /** The model as imported. */
  public Graph read() {
    return OnnxImporter.parse("test.onnx", bytes(), OnnxLimits.standard());
  }

  private static ValueInfoProto.Builder valueInfo(String name, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : dims) {
      TensorShapeProto.Dimension.Builder d = shape.addDimBuilder();
      if (dim == 0) {
        d.setDimParam("batch");
      } else {
        d.setDimValue(dim);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)));
  }

  /** A matrix product with drawn weights, named as its output. */
  public OnnxModel product(Random random, String input, String output, int depth, int rows) {
    float[] drawn = new float[rows * depth];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    weights(output + "_w", List.of(rows, depth), drawn);
    weights(output + "_b", List.of(rows), new float[rows]);
    return node(
        "Gemm", input + " " + output + "_w " + output + "_b", output, Attr.integer("transB", 1));
  }
}
