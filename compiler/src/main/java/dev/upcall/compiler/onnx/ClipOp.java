package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;

/** Constant bounds of floats are a clamp, others a maximum and a minimum. */
final class ClipOp implements OnnxOp {
  private static final int BOUNDS_ARE_OPERANDS = 11;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Clip", 1, 3)
        .anyType()
        .attributes("min", "max")
        .constraints("bounds are scalars");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.opset() < BOUNDS_ARE_OPERANDS ? node.input(0) : node.any(0);
    if (input.type().dtype() == DType.FLOAT32 && isConstant(node, 1) && isConstant(node, 2)) {
      node.result(
          clip(
              node,
              input,
              bound(node, "min", 1, -Float.MAX_VALUE),
              bound(node, "max", 2, Float.MAX_VALUE)));
    } else {
      Value low = node.has(1) ? apply(node, BinaryKind.MAX, input, scalar(node, 1)) : input;
      node.result(node.has(2) ? apply(node, BinaryKind.MIN, low, scalar(node, 2)) : low);
    }
  }

  private static Value clip(NodeContext node, Value input, float min, float max) {
    boolean open = max >= Float.MAX_VALUE;
    if (open && min <= -Float.MAX_VALUE) {
      return input;
    }
    if (min == 0 && (open || max == 6)) {
      Activation activation = open ? Activation.RELU : Activation.RELU6;
      return node.add(output -> new Clamp(input, activation, output, node.source()));
    }
    return node.add(output -> new Unary(UnaryKind.CLIP, input, min, max, output, node.source()));
  }

  private static Value apply(NodeContext node, BinaryKind kind, Value left, Value right) {
    return node.add(output -> Binary.of(kind, left, right, output, node.source()));
  }

  private static boolean isConstant(NodeContext node, int operand) {
    return !node.has(operand) || node.isConstantExpression(node.any(operand));
  }

  private static Value scalar(NodeContext node, int operand) {
    Value value = node.any(operand);
    if (value.shape().size() != 1) {
      throw node.unsupported("a bound of shape " + value.shape(), "a scalar");
    }
    return value;
  }

  private static float bound(NodeContext node, String name, int operand, float none) {
    if (node.opset() < BOUNDS_ARE_OPERANDS) {
      return node.attributes().real(name, none);
    }
    if (!node.has(operand)) {
      return none;
    }
    scalar(node, operand);
    return node.floats(operand, name)[0];
  }
}
