package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.core.tensor.QParams;

/** Over the last axis; TFLite fixes how the output is quantised. */
final class SoftmaxOp implements TfliteOp {
  private static final int BETA = 0;
  private static final float SCALE = 1f / 256;
  private static final QParams PROBABILITY = new QParams(SCALE, -128);

  /** {@code SoftmaxPrepare} takes an output scale that is off by a thousandth. */
  private static final float TOLERANCE = 0.001f * SCALE;

  @Override
  public OpSpec spec() {
    return OpSpec.of(25, 1, 1, 9, 1).constraints("behind DEQUANTIZE of int8");
  }

  @Override
  public void convert(OperatorContext node) {
    if (node.output().dtype() == DType.INT8) {
      requireProbabilities(node, node.output().qparams());
    }
    float beta = node.options().real(BETA);
    if (!(beta > 0) || Float.isInfinite(beta)) {
      throw node.badOption("beta " + beta, "a finite beta above 0");
    }
    node.score(PROBABILITY, (input, out) -> new Softmax(input, beta, out, node.source()));
  }

  private static void requireProbabilities(OperatorContext node, QParams output) {
    if (output.zeroPoint() != -128 || Math.abs(output.scale() - SCALE) > TOLERANCE) {
      throw node.quantization("output " + output, "scale 1/256 and zero point -128");
    }
  }
}
