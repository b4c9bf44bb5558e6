package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;

final class ClipOp implements OnnxOp {
  private static final int BOUNDS_ARE_OPERANDS = 11;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Clip", 1, 3)
        .attributes("min", "max")
        .constraints("bounds are constant: 0 to 6, 0 and up, or none");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    float min = bound(node, "min", 1, -Float.MAX_VALUE);
    float max = bound(node, "max", 2, Float.MAX_VALUE);
    if (min <= -Float.MAX_VALUE && max >= Float.MAX_VALUE) {
      node.result(input);
      return;
    }
    Activation activation = max >= Float.MAX_VALUE ? Activation.RELU : Activation.RELU6;
    if (min != 0 || (activation == Activation.RELU6 && max != 6)) {
      throw node.unsupported(
          "bounds " + min + " and " + max, "0 and 6, or 0 and none", "use ReLU or ReLU6");
    }
    node.result(node.add(output -> new Clamp(input, activation, output, node.source())));
  }

  private static float bound(NodeContext node, String name, int operand, float none) {
    if (node.opset() < BOUNDS_ARE_OPERANDS) {
      return node.attributes().real(name, none);
    }
    if (!node.has(operand)) {
      return none;
    }
    float[] elements = node.floats(operand, name);
    if (elements.length != 1) {
      throw node.unsupported(name + " of " + elements.length + " elements", "a scalar");
    }
    return elements[0];
  }
}
