package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;

/** The result has the base's type; where only one of both is a float, it is computed as such. */
final class PowOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Pow", 2).anyType().attributes("broadcast", "axis");
  }

  @Override
  public void convert(NodeContext node) {
    Value base = node.any(0);
    Value exponent = LegacyBroadcast.right(node, base, node.any(1));
    DType type = base.type().dtype();
    boolean integers = type.isInteger() && exponent.type().dtype().isInteger();
    DType common = integers ? type : DType.FLOAT32;
    Value x = cast(node, base, common);
    Value y = cast(node, exponent, common);
    Value power = node.add(o -> Binary.of(BinaryKind.POW, x, y, o, node.source()));
    node.result(cast(node, power, type));
  }

  private static Value cast(NodeContext node, Value value, DType type) {
    return value.type().dtype() == type
        ? value
        : node.add(output -> new Cast(value, type, output, node.source()));
  }
}
