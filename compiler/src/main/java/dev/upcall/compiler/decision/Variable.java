package dev.upcall.compiler.decision;

/**
 * A local variable or argument of a method. Two of the same name in blocks side by side are two
 * variables, so each equals itself alone.
 *
 * @param cName its name in C, never a keyword or another file's macro
 */
record Variable(String name, String cName, Type type) {
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
