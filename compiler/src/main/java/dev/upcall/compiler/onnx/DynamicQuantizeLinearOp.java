package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;

/** To uint8 by the range of the very input, which is first extended to hold 0. */
final class DynamicQuantizeLinearOp implements OnnxOp {
  private static final int SCALE = 1;
  private static final int ZERO_POINT = 2;

  @Override
  public OpSpec spec() {
    return OpSpec.of("DynamicQuantizeLinear", 1).since(11);
  }

  @Override
  public void convert(NodeContext node) {
    Value x = node.input(0);
    Value none = scalar(node, 0);
    Value least = apply(node, BinaryKind.MIN, extreme(node, ReduceKind.MIN, x), none);
    Value most = apply(node, BinaryKind.MAX, extreme(node, ReduceKind.MAX, x), none);
    Value width = apply(node, BinaryKind.SUB, most, least);
    Value scale = apply(node, BinaryKind.DIV, width, scalar(node, 255));
    Value below = apply(node, BinaryKind.SUB, none, least);
    Value steps = apply(node, BinaryKind.DIV, below, scale);
    Value rounded = node.add(o -> Unary.of(UnaryKind.ROUND, steps, o, node.source()));
    Value bounded = node.add(o -> new Unary(UnaryKind.CLIP, rounded, 0, 255, o, node.source()));
    Quantization quantization = new Quantization(node, 0);
    Value zeroPoint = quantization.cast(bounded, DType.UINT8);
    node.result(quantization.quantize(x, scale, zeroPoint, DType.UINT8));
    node.result(SCALE, scale);
    node.result(ZERO_POINT, zeroPoint);
  }

  private static Value extreme(NodeContext node, ReduceKind kind, Value x) {
    return node.add(o -> new Reduce(kind, x, Axes.all(x.shape().rank()), false, o, node.source()));
  }

  private static Value apply(NodeContext node, BinaryKind kind, Value left, Value right) {
    return node.add(output -> Binary.of(kind, left, right, output, node.source()));
  }

  private static Value scalar(NodeContext node, float value) {
    return node.constant(node.source().name() + ".constant", Shape.of(), new float[] {value});
  }
}
