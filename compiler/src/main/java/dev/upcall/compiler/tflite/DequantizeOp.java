package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;

/** The graph ends before it: its int8 operand is the output, whose scale says what it means. */
final class DequantizeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(6, 1, 1, 38, 0).constraints("at the model's output only");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    if (!node.tensors().get(node.outputIndex()).is(DType.FLOAT32)) {
      throw node.unsupported("an output that is not float32", "float32");
    }
    node.tensors().defineDequantized(node.outputIndex(), input, node.at());
  }
}
