package dev.upcall.host.push;

/**
 * A value of a parameter that may be pushed.
 *
 * @param stage its policy stands behind
 * @param name of the parameter, as in {@code tuned.yaml}
 */
public record StageValue(int stage, String name, float value) {
  @Override
  public String toString() {
    return stage + "." + name + " = " + value;
  }
}
