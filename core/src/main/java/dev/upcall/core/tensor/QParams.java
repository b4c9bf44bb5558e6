package dev.upcall.core.tensor;

/**
 * Affine quantisation of a whole tensor: real = scale * (q - zeroPoint). TFLite int8 specification.
 *
 * @param scale real units per step, finite and &gt; 0
 * @param zeroPoint the q that stands for real 0, in -128..127 for int8
 */
public record QParams(float scale, int zeroPoint) {
  public QParams {
    if (!(scale > 0) || Float.isInfinite(scale)) {
      throw new IllegalArgumentException("scale must be finite and positive: " + scale);
    }
  }

  /**
   * The asymmetric int8 quantisation of a range of real values, which is first extended to hold 0
   * (TFLite's ChooseQuantizationParams: padding and ReLU want an exact zero).
   *
   * @param lo least real value
   * @param hi greatest real value, finite; {@code lo == hi == 0} gives the scale 1/255
   */
  public static QParams ofRange(double lo, double hi) {
    double least = Math.min(0, lo);
    double greatest = Math.max(0, hi);
    double width = greatest - least;
    double scale = width == 0 ? 1 / 255.0 : width / 255.0;
    long zeroPoint = Math.round(-128 - least / scale);
    return new QParams((float) scale, (int) Math.max(-128, Math.min(127, zeroPoint)));
  }

  /** The real value of {@code q}. */
  public float dequantize(int q) {
    return scale * (q - zeroPoint);
  }

  /** {@link #dequantize(int)} of each element. */
  public float[] dequantize(byte[] quantized) {
    float[] reals = new float[quantized.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = dequantize(quantized[i]);
    }
    return reals;
  }

  /** Nearest int8, ties away from zero (as TFLite's reference Quantize), saturated. */
  public byte quantize(float real) {
    double scaled = real / scale;
    // Math.round rounds ties up; TFLite's TfLiteRound rounds them away from zero. The half is added
    // in double because 0.49999997f + 0.5f is 1.
    double rounded = scaled < 0 ? -Math.floor(-scaled + 0.5) : Math.floor(scaled + 0.5);
    return (byte) Math.max(-128, Math.min(127, rounded + zeroPoint));
  }

  /** {@link #quantize(float)} of each element. */
  public byte[] quantize(float[] reals) {
    byte[] quantized = new byte[reals.length];
    for (int i = 0; i < reals.length; i++) {
      quantized[i] = quantize(reals[i]);
    }
    return quantized;
  }
}
