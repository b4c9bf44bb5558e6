package dev.upcall.compiler.decision;

import java.util.List;

/**
 * A method of the policy, of {@code Scores} or of {@code PolicyMath}, translated.
 *
 * @param cName its name in C
 * @param origin class and method of its source
 * @param work bound on the statements that one call runs, counting 256 classes
 */
record Function(
    String cName, String origin, Type type, List<Variable> arguments, List<Step> body, long work) {
  Function {
    arguments = List.copyOf(arguments);
    body = List.copyOf(body);
  }

  // Names are unique within a translation, and bodies refer to functions that refer to functions.
  @Override
  public boolean equals(Object other) {
    return other instanceof Function f && f.cName.equals(cName);
  }

  @Override
  public int hashCode() {
    return cName.hashCode();
  }

  @Override
  public String toString() {
    return cName;
  }
}
