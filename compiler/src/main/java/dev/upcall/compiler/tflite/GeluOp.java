package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;

/** By the error function, or by tanh where the option approximate says so. */
final class GeluOp implements TfliteOp {
  private static final int APPROXIMATE = 0;

  @Override
  public OpSpec spec() {
    return OpSpec.of(150, 1, 1, 116, 1);
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    UnaryKind kind = node.options().flag(APPROXIMATE) ? UnaryKind.GELU_TANH : UnaryKind.GELU;
    node.result(output -> Unary.of(kind, input, output, node.source()));
  }
}
