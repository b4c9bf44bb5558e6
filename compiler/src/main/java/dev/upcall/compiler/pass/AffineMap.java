package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.op.BatchNormalization;

/** y = x * factor + offset, per channel: what batch normalisation is in inference. */
record AffineMap(double[] factor, double[] offset) {
  static AffineMap of(Rewriter rewriter, BatchNormalization norm) {
    float[] scale = rewriter.floats(norm.scale());
    float[] shift = rewriter.floats(norm.shift());
    float[] mean = rewriter.floats(norm.mean());
    float[] variance = rewriter.floats(norm.variance());
    double[] factor = new double[scale.length];
    double[] offset = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      factor[c] = scale[c] / Math.sqrt((double) variance[c] + norm.epsilon());
      offset[c] = shift[c] - mean[c] * factor[c];
    }
    return new AffineMap(factor, offset);
  }
}
