package dev.upcall.compiler.decision;

import java.util.List;
import java.util.Optional;

/**
 * A method of the policy, of {@code Scores} or of {@code PolicyMath}, translated.
 *
 * @param cName its name in C
 * @param origin class and method of its source
 * @param work bound on the statements that one call runs, counting 256 classes
 * @param range of what it returns, where that is known
 * @param changes whether it, or what it calls, changes the policy's state
 */
record Function(
    String cName,
    String origin,
    Type type,
    List<Variable> arguments,
    List<Step> body,
    long work,
    Optional<Range> range,
    boolean changes) {
  Function {
    arguments = List.copyOf(arguments);
    body = List.copyOf(body);
  }

  /** The same with another body, which does and returns the same. */
  Function with(List<Step> other) {
    return new Function(cName, origin, type, arguments, other, work, range, changes);
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
