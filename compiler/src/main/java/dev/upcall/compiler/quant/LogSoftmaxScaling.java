package dev.upcall.compiler.quant;

/**
 * The numbers of a quantised logarithm of softmax: those of {@link SoftmaxScaling} with beta 1, and
 * the way back. TFLite's {@code PreprocessLogSoftmaxScalingExp} ({@code
 * kernels/internal/quantization_util.cc}).
 *
 * @param factor brings x - max(x) to Q5.26
 * @param minDifference differences below it count as probability 0; at most 0
 * @param inverse brings Q5.26 to steps of the input; at most 1
 */
public record LogSoftmaxScaling(FixedPoint factor, int minDifference, FixedPoint inverse) {
  /**
   * @param inputScale real units per step of the input
   * @throws IllegalArgumentException where TFLite has no factors
   */
  public static LogSoftmaxScaling of(float inputScale) {
    SoftmaxScaling scaling = SoftmaxScaling.of(1, inputScale);
    FixedPoint factor = scaling.factor();
    if (factor.shift() < 1) {
      throw new IllegalArgumentException("log_softmax input scale under 2^-26: " + inputScale);
    }
    double inverse = Math.scalb(1, 31 - factor.shift()) / factor.multiplier();
    return new LogSoftmaxScaling(factor, scaling.minDifference(), FixedPoint.of(inverse));
  }

  /**
   * The least difference whose logarithm the format holds; only those above it count.
   *
   * @param logSum of the row, Q5.26
   */
  public int adjusted(int logSum) {
    return Math.max(minDifference - 1, inverse.apply(logSum + Integer.MIN_VALUE));
  }
}
