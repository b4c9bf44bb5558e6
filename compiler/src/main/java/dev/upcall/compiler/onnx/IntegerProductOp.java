package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import java.util.List;
import java.util.function.Function;

/**
 * ConvInteger and MatMulInteger: the operator of floats on integers less their zero points, whose
 * sums are exact below 2^24 and rounded as floats are beyond.
 */
final class IntegerProductOp implements OnnxOp {
  private final OpSpec spec;
  private final int leftAxis;
  private final int rightAxis;
  private final Function<NodeContext, Value> product;

  private IntegerProductOp(
      OpSpec spec, int leftAxis, int rightAxis, Function<NodeContext, Value> product) {
    this.spec = spec;
    this.leftAxis = leftAxis;
    this.rightAxis = rightAxis;
    this.product = product;
  }

  /** Zero points per output channel. */
  static IntegerProductOp ofConv() {
    return new IntegerProductOp(
        spec("ConvInteger").attributes(ConvOp.ATTRIBUTES), 0, 0, ConvOp::convolution);
  }

  /** Zero points per row on the left, per column on the right. */
  static IntegerProductOp ofMatMul() {
    return new IntegerProductOp(spec("MatMulInteger"), -2, -1, MatMulOp::product);
  }

  private static OpSpec spec(String type) {
    return OpSpec.of(type, 2, 4).anyType().since(10);
  }

  @Override
  public OpSpec spec() {
    return spec;
  }

  @Override
  public void convert(NodeContext node) {
    Value left = reals(node, 0, leftAxis);
    Value right = reals(node, 1, rightAxis);
    Value sums = product.apply(node.withOperands(List.of(left, right)));
    node.result(new Quantization(node, 0).cast(sums, DType.INT32));
  }

  private static Value reals(NodeContext node, int operand, int axis) {
    Value zeroPoint = node.has(operand + 2) ? node.any(operand + 2) : null;
    return new Quantization(node, axis).dequantize(node.any(operand), null, zeroPoint);
  }
}
