package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;

/**
 * From floats it is the model's door: the graph begins behind it, with its int8 output. From
 * integers to integers it brings values to another scale, TFLite's {@code
 * reference_ops::Requantize}, the arithmetic of a clamp that clamps nothing.
 */
final class QuantizeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(114, 1, 1, 89, 0).constraints("the model's float input, or integers");
  }

  @Override
  public void convert(OperatorContext node) {
    if (node.tensors().isRealInput(node.inputIndex())) {
      node.alias(node.tensors().quantizedInput(node.inputIndex(), node.outputIndex(), node.at()));
      return;
    }
    Value input = node.computed(0);
    if (!input.type().isQuantized()) {
      throw node.unsupported(
          TensorTypes.name(node.tensor(0).type()) + " within the graph",
          "integers, or the model's own float input");
    }
    node.result(output -> new Clamp(input, Activation.NONE, output, node.source()));
  }
}
