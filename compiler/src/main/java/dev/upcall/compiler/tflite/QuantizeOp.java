package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.core.tensor.QParams;
import java.util.List;

/**
 * At a uint8 output of the same scale it is left off: the graph's output is int8. From floats, or
 * from unsigned bytes of the same scale, it is the model's door: the graph begins behind it, with
 * its int8 output. From integers to integers it brings values to another scale, TFLite's {@code
 * reference_ops::Requantize}, the arithmetic of a clamp that clamps nothing.
 */
final class QuantizeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(114, 1, 1, 89, 0).constraints("the model's float input, or integers");
  }

  @Override
  public void convert(OperatorContext node) {
    TfliteTensor result = node.tensors().get(node.outputIndex());
    if (result.is(DType.UINT8)) {
      Value input = node.computed(0);
      requireShift(node, result.quantization(), input.type().quantization());
      node.tensors().defineDequantized(node.outputIndex(), input, node.at());
      return;
    }
    if (node.tensors().isRealInput(node.inputIndex())) {
      TfliteTensor door = node.tensor(0);
      if (door.is(DType.UINT8)) {
        requireShift(node, door.quantization(), node.output().quantization());
      }
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

  /** An unsigned byte is a signed one that counts from -128. */
  private static void requireShift(
      OperatorContext node, List<QParams> unsigned, List<QParams> signed) {
    boolean same =
        unsigned.size() == 1
            && signed.size() == 1
            && unsigned.get(0).scale() == signed.get(0).scale()
            && unsigned.get(0).zeroPoint() == signed.get(0).zeroPoint() + 128;
    if (!same) {
      throw node.quantization(
          "uint8 " + unsigned + ", int8 " + signed, "the same scale, zero points 128 apart");
    }
  }
}
