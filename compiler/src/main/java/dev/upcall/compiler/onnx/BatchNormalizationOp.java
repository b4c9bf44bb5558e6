package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.BatchNormalization;

final class BatchNormalizationOp implements OnnxOp {
  private static final int TEST_MODE_IS_SAID = 7;

  @Override
  public OpSpec spec() {
    return OpSpec.of("BatchNormalization", 5)
        .attributes("epsilon", "momentum", "spatial", "training_mode", "is_test")
        .constraints("inference only", "statistics are constant", "[N,C,...]");
  }

  @Override
  public void convert(NodeContext node) {
    boolean training =
        node.opset() < TEST_MODE_IS_SAID
            ? !node.attributes().flag("is_test", false)
            : node.attributes().flag("training_mode", false);
    if (training) {
      throw node.unsupported("training_mode", "a model for inference", "export after model.eval()");
    }
    if (!node.attributes().flag("spatial", true)) {
      throw node.unsupported("spatial = 0", "statistics per channel");
    }
    for (float variance : node.floats(4, "variance")) {
      if (variance < 0) {
        throw node.unsupported("the variance " + variance, "no negative variance");
      }
    }
    Value input = node.input(0);
    Shape shape = input.shape();
    if (shape.rank() == 2) {
      node.result(normalize(node, input));
    } else if (shape.rank() <= 4) {
      node.result(Spatial.apply(node, input, x -> normalize(node, x)));
    } else {
      int pixels = new Shape(shape.dims().subList(2, shape.rank())).size();
      Value line = node.reshape(input, Shape.of(shape.dim(0), shape.dim(1), pixels));
      node.result(node.reshape(Spatial.apply(node, line, x -> normalize(node, x)), shape));
    }
  }

  private static Value normalize(NodeContext node, Value x) {
    Value scale = node.weights(1, "scale");
    Value shift = node.weights(2, "shift");
    Value mean = node.weights(3, "mean");
    Value variance = node.weights(4, "variance");
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    return node.add(
        output ->
            new BatchNormalization(
                x, scale, shift, mean, variance, epsilon, output, node.source()));
  }
}
