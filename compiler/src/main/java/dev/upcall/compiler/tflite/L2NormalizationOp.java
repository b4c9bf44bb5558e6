package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.core.tensor.QParams;

/** Over the last axis; TFLite fixes how the output is quantised, and the least norm. */
final class L2NormalizationOp implements TfliteOp {
  private static final int ACTIVATION = 0;
  private static final float EPSILON = 1e-6f;
  private static final QParams SIGNED_UNIT = new QParams(1f / 128, 0);

  @Override
  public OpSpec spec() {
    return OpSpec.of(11, 1, 1, 12, 1).constraints("float32 or int8; no fused activation");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    if (node.options().activation(ACTIVATION) != Activation.NONE) {
      throw node.unsupported("a fused activation", "none");
    }
    if (node.output().isQuantized() && !node.output().qparams().equals(SIGNED_UNIT)) {
      throw node.quantization("output " + node.output().qparams(), "scale 1/128 and zero point 0");
    }
    node.result(value -> new L2Normalization(input, EPSILON, value, node.source()));
  }
}
