package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;

/** An operator of two operands that is one of {@link BinaryKind}. */
final class BinaryOp implements OnnxOp {
  private final OpSpec spec;
  private final BinaryKind kind;

  /**
   * @param since first opset that has it
   */
  BinaryOp(String type, BinaryKind kind, int since) {
    OpSpec plain = OpSpec.of(type, 2).anyType().since(since);
    this.spec = since < 7 ? plain.attributes("broadcast", "axis") : plain;
    this.kind = kind;
  }

  @Override
  public OpSpec spec() {
    return spec;
  }

  @Override
  public void convert(NodeContext node) {
    Value left = node.any(0);
    Value right = LegacyBroadcast.right(node, left, node.any(1));
    node.result(node.add(output -> Binary.of(kind, left, right, output, node.source())));
  }
}
