package dev.upcall.training.onnx;

import com.google.protobuf.ByteString;
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

/**
 * Builds one ONNX model of float32 nodes (IR version 8, opset 17), the batch dimension free under
 * the name {@code batch}. Nodes are written in the order they are added, which has to be
 * topological.
 */
public final class OnnxGraph {
  /** Output of members and heads that has the scores of all classes, as the host looks for it. */
  public static final String LOGITS = "logits";

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  public OnnxGraph(String name) {
    graph.setName(name);
  }

  /**
   * Declares an input.
   *
   * @param dimensions of one sample, batch left out
   * @return its name, as what a node reads
   */
  public String input(String name, int... dimensions) {
    graph.addInput(value(name, dimensions));
    return name;
  }

  /** Declares the value of that name an output; {@code dimensions} leave the batch out. */
  public void output(String name, int... dimensions) {
    graph.addOutput(value(name, dimensions));
  }

  /** Begins a node whose only output has the node's own name. */
  public Node node(String operator, String name, String... inputs) {
    return new Node(operator, name, inputs);
  }

  /**
   * Global average pooling.
   *
   * @param path begins the name of the node in between
   * @param map [N,F,H,W]
   * @param output name for the value [N,F]
   */
  public void pooled(String path, String map, String output) {
    String pooled = node("GlobalAveragePool", path + ".pool", map).add();
    node("Flatten", output, pooled).integer("axis", 1).add();
  }

  /** The finished model. */
  public ModelProto build() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("upcall")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto value(String name, int... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    for (int dimension : dimensions) {
      shape.addDimBuilder().setDimValue(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }

  /** A node being built; {@link #add} puts it, with its weights, into the graph. */
  public final class Node {
    private final NodeProto.Builder node = NodeProto.newBuilder();

    private Node(String operator, String name, String... inputs) {
      node.setOpType(operator).setName(name).addOutput(name);
      for (String input : inputs) {
        node.addInput(input);
      }
    }

    /** Appends a constant to the node's inputs. */
    public Node weight(String name, float[] values, int... dimensions) {
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      TensorProto.Builder tensor =
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(FLOAT)
              .setRawData(ByteString.copyFrom(bytes));
      for (int dimension : dimensions) {
        tensor.addDims(dimension);
      }
      graph.addInitializer(tensor);
      node.addInput(name);
      return this;
    }

    /** Appends a constant vector of 64-bit integers to the node's inputs. */
    public Node integers(String name, long... values) {
      TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(INT64);
      tensor.addDims(values.length);
      for (long value : values) {
        tensor.addInt64Data(value);
      }
      graph.addInitializer(tensor);
      node.addInput(name);
      return this;
    }

    public Node integer(String name, long value) {
      node.addAttributeBuilder()
          .setName(name)
          .setType(AttributeProto.AttributeType.INT)
          .setI(value);
      return this;
    }

    public Node ints(String name, long... values) {
      AttributeProto.Builder attribute = node.addAttributeBuilder();
      attribute.setName(name).setType(AttributeProto.AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      return this;
    }

    /** Puts the node into the graph and returns the name of its output. */
    public String add() {
      graph.addNode(node);
      return node.getName();
    }
  }
}
