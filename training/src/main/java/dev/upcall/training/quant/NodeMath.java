package dev.upcall.training.quant;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.training.TrainingCode;
import java.util.List;

/** The operators of exported members, of one node each, computed in the engine. */
final class NodeMath {
  private NodeMath() {}

  /**
   * A node's output.
   *
   * @param inputs in the node's order; weights are rounded already
   * @throws dev.upcall.core.diagnostic.UpcallException for an operator that is not known here
   */
  static NDArray compute(NodeProto node, List<NDArray> inputs) {
    NDArray x = inputs.get(0);
    switch (node.getOpType()) {
      case "Conv":
        return convolution(node, inputs);
      case "Gemm":
        return x.matMul(inputs.get(1).transpose()).add(inputs.get(2));
      case "Add":
        return x.add(inputs.get(1));
      case "Concat":
        return x.concat(inputs.get(1), (int) integer(node, "axis", 1));
      case "Relu":
        return Activation.relu(x);
      case "Clip":
        return x.clip(inputs.get(1).getFloat(), inputs.get(2).getFloat());
      case "MaxPool":
        return Pool.maxPool2d(x, pair(node, "kernel_shape"), strides(node), padding(node), false);
      case "AveragePool":
        return Pool.avgPool2d(
            x,
            pair(node, "kernel_shape"),
            strides(node),
            padding(node),
            false,
            integer(node, "count_include_pad", 0) != 0);
      case "GlobalAveragePool":
        return Pool.globalAvgPool2d(x).reshape(x.getShape().get(0), x.getShape().get(1), 1, 1);
      case "Flatten":
        return x.reshape(x.getShape().get(0), -1);
      case "Identity":
        return x;
      default:
        throw Diagnostic.of(TrainingCode.NO_FAKE_QUANTIZATION, node.getOpType())
            .at("node \"%s\"", node.getName())
            .need("operators that quantisation-aware training knows")
            .fix("leave the member out of quantizationAware.members")
            .toException();
    }
  }

  /** Whether a convolution has a filter for each channel of its input. */
  static boolean isDepthwise(NodeProto node, NDArray weights) {
    return node.getOpType().equals("Conv")
        && integer(node, "group", 1) > 1
        && weights.getShape().get(1) == 1;
  }

  private static NDArray convolution(NodeProto node, List<NDArray> inputs) {
    return Conv2d.conv2d(
            inputs.get(0),
            inputs.get(1),
            inputs.get(2),
            strides(node),
            padding(node),
            new Shape(1, 1),
            (int) integer(node, "group", 1))
        .singletonOrThrow();
  }

  private static Shape strides(NodeProto node) {
    return ints(node, "strides").isEmpty() ? new Shape(1, 1) : pair(node, "strides");
  }

  /** ONNX has begins, then ends; exports pad both alike. */
  private static Shape padding(NodeProto node) {
    List<Long> pads = ints(node, "pads");
    if (pads.isEmpty()) {
      return new Shape(0, 0);
    }
    if (!pads.get(0).equals(pads.get(2)) || !pads.get(1).equals(pads.get(3))) {
      throw Diagnostic.of(TrainingCode.NO_FAKE_QUANTIZATION, node.getOpType())
          .at("node \"%s\"", node.getName())
          .found("padding %s", pads)
          .need("as much padding at the end as at the beginning")
          .toException();
    }
    return new Shape(pads.get(0), pads.get(1));
  }

  private static Shape pair(NodeProto node, String name) {
    List<Long> values = ints(node, name);
    return new Shape(values.get(0), values.get(1));
  }

  private static List<Long> ints(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .map(AttributeProto::getIntsList)
        .orElse(List.of());
  }

  private static long integer(NodeProto node, String name, long otherwise) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .map(AttributeProto::getI)
        .orElse(otherwise);
  }
}
