package dev.upcall.compiler.ir.op;

/** A clamp fused into the operator before it. */
public enum Activation {
  NONE(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
  RELU(0, Float.POSITIVE_INFINITY),
  RELU6(0, 6);

  private final float min;
  private final float max;

  Activation(float min, float max) {
    this.min = min;
    this.max = max;
  }

  /** Lowest real output. */
  public float min() {
    return min;
  }

  /** Highest real output. */
  public float max() {
    return max;
  }
}
