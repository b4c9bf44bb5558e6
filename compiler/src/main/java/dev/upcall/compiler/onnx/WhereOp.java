package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Where;

final class WhereOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Where", 3).anyType().since(9);
  }

  @Override
  public void convert(NodeContext node) {
    Value condition = node.any(0);
    Value left = node.any(1);
    Value right = node.any(2);
    node.result(node.add(output -> new Where(condition, left, right, output, node.source())));
  }
}
