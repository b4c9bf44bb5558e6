package dev.upcall.compiler.decision;

import java.util.List;

/**
 * The types a policy may use: these, and the records that it declares. A Java byte exists only as
 * an element of the logits, as an int. Two types are the same only if they are one object.
 */
final class Type {
  static final Type INT = new Type("int", "int32_t ");
  static final Type FLOAT = new Type("float", "float ");
  static final Type BOOLEAN = new Type("boolean", "bool ");
  static final Type VERDICT = new Type("Verdict", "upcall_verdict_t ");
  static final Type SCORES = new Type("Scores", "const upcall_scores_t *");
  static final Type ANSWER = new Type("Answer", "const upcall_answer_t *");
  static final Type INPUT = new Type("Input", "const upcall_sample_t *");

  /** Of a method that only changes state. */
  static final Type VOID = new Type("void", "void ");

  private final String java;
  private final String declarator;
  private final List<Component> components;

  private Type(String java, String declarator) {
    this(java, declarator, List.of());
  }

  private Type(String java, String declarator, List<Component> components) {
    this.java = java;
    this.declarator = declarator;
    this.components = List.copyOf(components);
  }

  /** A component of a record: int, float or boolean. */
  record Component(String name, Type type) {}

  /** A record of the policy's own, a struct in C. */
  static Type ofRecord(String name, List<Component> components) {
    return new Type(name, CIdentifiers.struct(name) + " ", components);
  }

  String java() {
    return java;
  }

  /** The C type as it stands before a name, with the space if one is needed. */
  String declarator() {
    return declarator;
  }

  /** Of a record; none of any other type. */
  List<Component> components() {
    return components;
  }

  boolean isRecord() {
    return !components.isEmpty();
  }

  /** Has values that == compares. */
  boolean isComparable() {
    return isNumeric() || this == BOOLEAN || this == VERDICT;
  }

  boolean isNumeric() {
    return this == INT || this == FLOAT;
  }

  /** Whether Java turns a value of this type into the other without a cast. */
  boolean widensTo(Type other) {
    return this == other || this == INT && other == FLOAT;
  }
}
