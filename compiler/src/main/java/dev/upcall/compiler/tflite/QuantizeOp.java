package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;

/**
 * From floats it is the model's door: the graph begins behind it, with its int8 output. From int8
 * to int8 it brings values to another scale, TFLite's {@code reference_ops::Requantize}, the
 * arithmetic of a clamp that clamps nothing.
 */
final class QuantizeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(114, 1, 1, 89, 0).constraints("the model's float input, or int8");
  }

  @Override
  public void convert(OperatorContext node) {
    if (node.tensors().isRealInput(node.inputIndex())) {
      node.alias(node.tensors().quantizedInput(node.inputIndex(), node.outputIndex(), node.at()));
      return;
    }
    if (!node.tensor(0).is(DType.INT8)) {
      throw node.unsupported(
          TensorTypes.name(node.tensor(0).type()) + " within the graph",
          "int8, or the model's own float input");
    }
    Value input = node.computed(0);
    node.result(output -> new Clamp(input, Activation.NONE, output, node.source()));
  }
}
