package dev.upcall.compiler;

/** In which numbers the device computes networks of real numbers. */
public enum Precision {
  /** Quantised here, with the help of samples. */
  INT8,
  /** As they are; for boards with a floating-point unit. */
  FLOAT32,
  /** As they are, also where every operation on floats is a function. */
  SOFT_FLOAT32;

  /** Whether nothing is quantised. */
  public boolean isFloat() {
    return this != INT8;
  }
}
