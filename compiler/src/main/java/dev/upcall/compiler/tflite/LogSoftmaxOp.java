package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.core.tensor.QParams;

/** Over the last axis; TFLite fixes how the output is quantised. */
final class LogSoftmaxOp implements TfliteOp {
  /** From -16 to 0. */
  private static final QParams LOGARITHM = new QParams(1f / 16, 127);

  @Override
  public OpSpec spec() {
    return OpSpec.of(50, 1, 1, 36, 0).constraints("float32 or int8; of int8 behind DEQUANTIZE");
  }

  @Override
  public void convert(OperatorContext node) {
    if (node.output().isQuantized() && !node.output().qparams().equals(LOGARITHM)) {
      throw node.quantization("output " + node.output().qparams(), "scale 1/16 and zero point 127");
    }
    node.score(LOGARITHM, (input, output) -> new LogSoftmax(input, output, node.source()));
  }
}
