package dev.upcall.core.decision;

/**
 * A sample as the networks get it, for an {@link InputPolicy}: int8 after preprocessing.
 *
 * @param values in the order [H,W,C]; not changed by anyone while in here
 * @param scale real units per step, finite and &gt; 0
 * @param zeroPoint the int8 that stands for real 0, -128..127
 */
public record Input(byte[] values, float scale, int zeroPoint) {
  public Input {
    if (values.length < 1) {
      throw new IllegalArgumentException("no values");
    }
    if (!(scale > 0) || Float.isInfinite(scale)) {
      throw new IllegalArgumentException("scale must be finite and positive: " + scale);
    }
    if (zeroPoint < -128 || zeroPoint > 127) {
      throw new IllegalArgumentException("zero point must be an int8: " + zeroPoint);
    }
  }

  /** Number of values. */
  public int count() {
    return values.length;
  }

  /** One value as it is stored, -128..127; that of real 0 for an index outside 0..count-1. */
  public int value(int index) {
    return index >= 0 && index < count() ? values[index] : zeroPoint;
  }

  /** One value in real units. */
  public float real(int index) {
    return scale * (value(index) - zeroPoint);
  }
}
