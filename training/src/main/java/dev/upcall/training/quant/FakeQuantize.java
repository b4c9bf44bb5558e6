package dev.upcall.training.quant;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.upcall.core.tensor.QParams;

/**
 * Rounds as int8 arithmetic does but stays in floats, and passes gradients on as if it had not
 * rounded (the straight-through estimator: Bengio, Leonard, Courville 2013, arXiv 1308.3432; Jacob
 * et al. 2018, arXiv 1712.05877). Numbers are those of the TFLite int8 specification, which is the
 * compiler's.
 */
final class FakeQuantize {
  /** Shares of a channel's greatest weight tried as the end of four bits' range. */
  private static final float[] CLIPS = {0.94f, 0.88f, 0.82f, 0.76f, 0.7f, 0.64f, 0.58f, 0.52f};

  private static final int FOUR = 4;

  /** Of weights that are all zero; any does. */
  private static final float LEAST_SCALE = 1e-30f;

  private FakeQuantize() {}

  /**
   * An activation on the steps of {@code q}. What lies beyond their ends is clipped and gets no
   * gradient, which would push it further.
   */
  static NDArray activation(NDArray x, QParams q) {
    NDArray inside = x.clip(q.dequantize(Byte.MIN_VALUE), q.dequantize(Byte.MAX_VALUE));
    return straightThrough(inside, inside.div(q.scale()).round().mul(q.scale()));
  }

  /**
   * Weights with a scale for each output channel, symmetric around 0.
   *
   * @param weights output channels first
   * @param bits 8 or 4
   */
  static NDArray weights(NDArray weights, int bits) {
    return straightThrough(weights, rounded(weights.stopGradient(), bits));
  }

  /**
   * The same without a way back for gradients. The greatest of a channel's weights is as many steps
   * as fit, so whoever quantises the result finds the same scale and rounds nothing more.
   */
  static NDArray rounded(NDArray weights, int bits) {
    long channels = weights.getShape().get(0);
    NDArray rows = weights.reshape(channels, -1);
    int most = (1 << bits - 1) - 1;
    NDArray widest = rows.abs().max(new int[] {1}, true).div(most).maximum(LEAST_SCALE);
    NDArray best = onSteps(rows, widest, most);
    if (bits == FOUR) {
      NDArray least = error(rows, best);
      for (float clip : CLIPS) {
        NDArray tried = onSteps(rows, widest.mul(clip), most);
        NDArray error = error(rows, tried);
        NDArray better = error.lt(least).toType(weights.getDataType(), false);
        best = best.add(tried.sub(best).mul(better));
        least = least.minimum(error);
      }
    }
    return best.reshape(new Shape(weights.getShape().getShape()));
  }

  private static NDArray onSteps(NDArray rows, NDArray scales, int most) {
    return rows.div(scales).round().clip(-most, most).mul(scales);
  }

  /** Sum of squares per channel, [channels, 1]. */
  private static NDArray error(NDArray rows, NDArray rounded) {
    return rows.sub(rounded).square().sum(new int[] {1}, true);
  }

  private static NDArray straightThrough(NDArray x, NDArray rounded) {
    return x.add(rounded.sub(x).stopGradient());
  }
}
