package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;

final class AddOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Add", 2).anyType().attributes("broadcast", "axis");
  }

  @Override
  public void convert(NodeContext node) {
    Value left = node.any(0);
    Value right = LegacyBroadcast.right(node, left, node.any(1));
    node.result(node.add(output -> new Add(left, right, Activation.NONE, output, node.source())));
  }
}
