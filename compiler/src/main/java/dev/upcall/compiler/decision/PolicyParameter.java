package dev.upcall.compiler.decision;

/**
 * A parameter of a policy, as its source declares it.
 *
 * @param integer an int, else a float
 * @param min least value allowed
 * @param max greatest value allowed
 * @param standard value where none is given; NaN: one has to be given
 */
public record PolicyParameter(String name, boolean integer, float min, float max, float standard) {
  Type type() {
    return integer ? Type.INT : Type.FLOAT;
  }
}
