package dev.upcall.compiler.decision;

/** The types a policy may use. A Java byte exists only as an element of the logits, as an int. */
enum Type {
  INT("int", "int32_t "),
  FLOAT("float", "float "),
  BOOLEAN("boolean", "bool "),
  VERDICT("Verdict", "upcall_verdict_t "),
  SCORES("Scores", "const upcall_scores_t *"),
  ANSWER("Answer", "const upcall_answer_t *"),
  INPUT("Input", "const upcall_sample_t *"),
  /** Of a method that only changes state. */
  VOID("void", "void ");

  private final String java;
  private final String declarator;

  Type(String java, String declarator) {
    this.java = java;
    this.declarator = declarator;
  }

  String java() {
    return java;
  }

  /** The C type as it stands before a name, with the space if one is needed. */
  String declarator() {
    return declarator;
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
