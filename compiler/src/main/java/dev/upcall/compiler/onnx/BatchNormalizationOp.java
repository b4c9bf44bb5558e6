package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.BatchNormalization;

final class BatchNormalizationOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("BatchNormalization", 5)
        .attributes("epsilon", "momentum", "spatial", "training_mode")
        .constraints("inference only", "statistics are constant", "[N,C], [N,C,L] or [N,C,H,W]");
  }

  @Override
  public void convert(NodeContext node) {
    if (node.attributes().flag("training_mode", false)) {
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
    node.result(
        input.shape().rank() == 2
            ? normalize(node, input)
            : Spatial.apply(node, input, x -> normalize(node, x)));
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
