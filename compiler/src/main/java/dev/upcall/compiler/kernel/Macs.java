package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Op;

/**
 * Multiply-accumulates, counted as the literature does: every tap of every output of convolutions
 * and matrix products, those in the padding included; other operators count none.
 */
public final class Macs {
  private Macs() {}

  /** Of one run of {@code op}. */
  public static long of(Op op) {
    long outputs = op.output().shape().size();
    if (op instanceof Conv2D conv) {
      Shape weights = conv.weights().shape();
      return outputs * weights.dim(1) * weights.dim(2) * weights.dim(3);
    }
    if (op instanceof DepthwiseConv2D conv) {
      return outputs * conv.weights().shape().dim(1) * conv.weights().shape().dim(2);
    }
    if (op instanceof FullyConnected product) {
      return outputs * product.weights().shape().dim(1);
    }
    return 0;
  }
}
