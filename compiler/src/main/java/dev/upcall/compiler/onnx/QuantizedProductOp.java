package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * QLinearConv and QLinearMatMul: the operator of floats between dequantised operands and a
 * quantised result. Operands: left, its scale and zero point, right, its, the result's, bias.
 */
final class QuantizedProductOp implements OnnxOp {
  private static final int RESULT = 6;
  private static final int BIAS = 8;

  private final OpSpec spec;
  private final int leftAxis;
  private final int rightAxis;
  private final Function<NodeContext, Value> product;

  private QuantizedProductOp(
      OpSpec spec, int leftAxis, int rightAxis, Function<NodeContext, Value> product) {
    this.spec = spec;
    this.leftAxis = leftAxis;
    this.rightAxis = rightAxis;
    this.product = product;
  }

  /** Scales per output channel; the bias' scale is the product of the operands'. */
  static QuantizedProductOp ofConv() {
    OpSpec spec = OpSpec.of("QLinearConv", 8, 9).anyType().since(10).attributes(ConvOp.ATTRIBUTES);
    return new QuantizedProductOp(spec, 0, 0, ConvOp::convolution);
  }

  /** Scales per row on the left, per column on the right. */
  static QuantizedProductOp ofMatMul() {
    OpSpec spec = OpSpec.of("QLinearMatMul", 8).anyType().since(10);
    return new QuantizedProductOp(spec, -2, -1, MatMulOp::product);
  }

  @Override
  public OpSpec spec() {
    return spec;
  }

  @Override
  public void convert(NodeContext node) {
    List<Value> operands = new ArrayList<>();
    operands.add(reals(node, 0, leftAxis));
    operands.add(reals(node, 3, rightAxis));
    if (node.has(BIAS)) {
      Value scale =
          node.add(o -> Binary.of(BinaryKind.MUL, node.input(1), node.input(4), o, node.source()));
      operands.add(new Quantization(node, 0).dequantize(node.any(BIAS), scale, null));
    }
    Value result = product.apply(node.withOperands(operands));
    Value zeroPoint = node.any(RESULT + 1);
    node.result(
        new Quantization(node, leftAxis)
            .quantize(result, node.input(RESULT), zeroPoint, zeroPoint.type().dtype()));
  }

  private static Value reals(NodeContext node, int operand, int axis) {
    return new Quantization(node, axis)
        .dequantize(node.any(operand), node.input(operand + 1), node.any(operand + 2));
  }
}
