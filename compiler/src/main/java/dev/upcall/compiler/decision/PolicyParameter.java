package dev.upcall.compiler.decision;

/**
 * A parameter of a policy, as its source declares it.
 *
 * @param integer an int, else a float
 * @param array of several values
 * @param length of an array; 0: a value per class
 * @param min least value allowed
 * @param max greatest value allowed
 * @param standard value where none is given; NaN: one has to be given
 */
public record PolicyParameter(
    String name, boolean integer, boolean array, int length, float min, float max, float standard) {
  /** A single value. */
  public PolicyParameter(String name, boolean integer, float min, float max, float standard) {
    this(name, integer, false, 0, min, max, standard);
  }

  PolicyParameter named(String other) {
    return new PolicyParameter(other, integer, array, length, min, max, standard);
  }

  /** An array with a value per class. */
  boolean perClass() {
    return array && length == 0;
  }

  Type type() {
    return integer ? Type.INT : Type.FLOAT;
  }

  /** For people: {@code temperature: float from 0.01 to 100.0, standard 1.0}. */
  @Override
  public String toString() {
    String lower = min <= (integer ? Integer.MIN_VALUE : -Float.MAX_VALUE) ? "" : " from " + min;
    String upper = max >= (integer ? Integer.MAX_VALUE : Float.MAX_VALUE) ? "" : " to " + max;
    String given = Float.isNaN(standard) ? "" : ", standard " + standard;
    return name + ": " + type().java() + several() + lower + upper + given;
  }

  private String several() {
    return length > 0 ? " of " + length : array ? " per class" : "";
  }
}
