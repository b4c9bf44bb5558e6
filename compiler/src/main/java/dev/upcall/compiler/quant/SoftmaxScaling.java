package dev.upcall.compiler.quant;

/**
 * How softmax's int8 differences become Q5.26 exponents. TFLite's {@code PreprocessSoftmaxScaling}
 * and {@code CalculateInputRadius} ({@code kernels/internal/quantization_util.cc}).
 *
 * @param factor brings x - max(x) to Q5.26
 * @param minDifference differences below it count as probability 0; at most 0
 */
public record SoftmaxScaling(FixedPoint factor, int minDifference) {
  /** Integer bits of the exponent's fixed-point format. */
  public static final int INTEGER_BITS = 5;

  /**
   * @param inputScale real units per step of the input
   */
  public static SoftmaxScaling of(float beta, float inputScale) {
    double real =
        Math.min((double) beta * inputScale * (1 << (31 - INTEGER_BITS)), (1L << 31) - 1.0);
    FixedPoint factor = FixedPoint.of(real);
    if (factor.shift() < 0) {
      throw new IllegalArgumentException("softmax input scale under 2^-26: " + inputScale);
    }
    double radius =
        ((1 << INTEGER_BITS) - 1)
            * (double) (1L << (31 - INTEGER_BITS))
            / (double) (1L << factor.shift());
    return new SoftmaxScaling(factor, -(int) Math.floor(radius));
  }
}
