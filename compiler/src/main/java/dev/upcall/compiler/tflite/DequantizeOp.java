package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;

/**
 * Of a constant: its elements as real numbers. Of an activation the graph ends before it: its
 * integer operand is the output, whose scale says what it means.
 */
final class DequantizeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(6, 1, 1, 38, 0).constraints("of constants, or at the model's output");
  }

  @Override
  public void convert(OperatorContext node) {
    TfliteTensor operand = node.tensor(0);
    if (operand.isConstant()) {
      node.alias(node.real(0, "elements"));
      return;
    }
    Value input = node.computed(0);
    if (!node.tensors().get(node.outputIndex()).is(DType.FLOAT32)) {
      throw node.unsupported("an output that is not float32", "float32");
    }
    node.tensors().defineDequantized(node.outputIndex(), input, node.at());
  }
}
