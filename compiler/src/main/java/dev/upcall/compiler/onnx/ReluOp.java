package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;

final class ReluOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Relu", 1);
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    node.result(node.add(output -> new Clamp(input, Activation.RELU, output, node.source())));
  }
}
