package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;

/**
 * A function of two elements with broadcasting. One operand may be constant; of int8 those kinds
 * that TFLite computes in integers.
 *
 * @param fields of its options; the first is the fused activation, if there is one
 */
record BinaryOp(int code, int optionsType, int fields, BinaryKind kind) implements TfliteOp {
  private static final int ACTIVATION = 0;

  @Override
  public OpSpec spec() {
    return OpSpec.of(code, 2, 2, optionsType, fields);
  }

  @Override
  public void convert(OperatorContext node) {
    Value left = node.activation(0);
    Value right = node.activation(1);
    if (node.tensors().builder().isConstant(left) && node.tensors().builder().isConstant(right)) {
      throw node.unsupported("two constants", "one operand that the graph computes");
    }
    Activation activation = fields == 0 ? Activation.NONE : node.options().activation(ACTIVATION);
    node.result(output -> new Binary(kind, left, right, activation, output, node.source()));
  }
}
