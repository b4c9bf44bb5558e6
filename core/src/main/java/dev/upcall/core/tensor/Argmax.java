package dev.upcall.core.tensor;

/** The class that scores favour; the same rule for ties everywhere. */
public final class Argmax {
  private Argmax() {}

  /** Index of the greatest element, the first of equals; 0 where none is greater than NaN. */
  public static int of(float[] scores) {
    int top = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[top]) {
        top = i;
      }
    }
    return top;
  }

  /** The same of int8 scores. */
  public static int of(byte[] scores) {
    int top = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[top]) {
        top = i;
      }
    }
    return top;
  }
}
