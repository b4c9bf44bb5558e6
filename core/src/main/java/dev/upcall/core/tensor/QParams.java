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

  /** The real value of {@code q}. */
  public float dequantize(int q) {
    return scale * (q - zeroPoint);
  }

  /** Nearest int8, ties away from zero (as TFLite's reference Quantize), saturated. */
  public byte quantize(float real) {
    float scaled = real / scale;
    // Math.round rounds ties up; TFLite's TfLiteRound rounds them away from zero.
    float rounded =
        scaled < 0 ? -(float) Math.floor(-scaled + 0.5f) : (float) Math.floor(scaled + 0.5f);
    return (byte) Math.max(-128, Math.min(127, rounded + zeroPoint));
  }
}
