package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;

/** Either operand may be a constant. The option pot_scale_int16 says nothing about int8. */
final class AddOp implements TfliteOp {
  private static final int ACTIVATION = 0;

  @Override
  public OpSpec spec() {
    return OpSpec.of(0, 2, 2, 11, 2);
  }

  @Override
  public void convert(OperatorContext node) {
    Value left = node.activation(0);
    Value right = node.activation(1);
    if (node.tensors().builder().isConstant(left) && node.tensors().builder().isConstant(right)) {
      throw node.unsupported("the sum of two constants", "one operand that the graph computes");
    }
    Activation activation = node.options().activation(ACTIVATION);
    node.result(output -> new Add(left, right, activation, output, node.source()));
  }
}
