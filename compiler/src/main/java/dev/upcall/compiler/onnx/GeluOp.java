package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;

final class GeluOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Gelu", 1).since(20).attributes("approximate");
  }

  @Override
  public void convert(NodeContext node) {
    String approximate = node.attributes().text("approximate", "none");
    UnaryKind kind =
        switch (approximate) {
          case "none" -> UnaryKind.GELU;
          case "tanh" -> UnaryKind.GELU_TANH;
          default -> throw node.unsupported("approximate " + approximate, "none or tanh");
        };
    Value input = node.input(0);
    node.result(node.add(output -> Unary.of(kind, input, output, node.source())));
  }
}
