package dev.upcall.compiler.onnx;

final class IdentityOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Identity", 1).anyType();
  }

  @Override
  public void convert(NodeContext node) {
    node.result(node.any(0));
  }
}
