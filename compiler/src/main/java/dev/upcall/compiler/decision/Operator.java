package dev.upcall.compiler.decision;

/**
 * Operators with Java's meaning; int forms that C leaves open name the helper that settles them.
 */
enum Operator {
  ADD("+", "add"),
  SUBTRACT("-", "sub"),
  MULTIPLY("*", "mul"),
  DIVIDE("/", "div"),
  REMAINDER("%", "rem"),
  SHIFT_LEFT("<<", "shl"),
  SHIFT_RIGHT(">>", "shr"),
  SHIFT_RIGHT_UNSIGNED(">>>", "ushr"),
  AND("&", "and"),
  OR("|", "or"),
  XOR("^", "xor"),
  LESS("<", ""),
  LESS_EQUAL("<=", ""),
  GREATER(">", ""),
  GREATER_EQUAL(">=", ""),
  EQUAL("==", ""),
  NOT_EQUAL("!=", ""),
  LOGICAL_AND("&&", ""),
  LOGICAL_OR("||", ""),
  NEGATE("-", "neg"),
  COMPLEMENT("~", "not"),
  NOT("!", "");

  private final String symbol;
  private final String helper;

  Operator(String symbol, String helper) {
    this.symbol = symbol;
    this.helper = helper;
  }

  String symbol() {
    return symbol;
  }

  /** Name of the C function for ints. */
  String helper() {
    return "upcall_java_" + helper;
  }

  /** Has a boolean result. */
  boolean isTest() {
    return ordinal() >= LESS.ordinal() && ordinal() <= LOGICAL_OR.ordinal();
  }

  /** Compares numbers by order. */
  boolean isOrder() {
    return ordinal() >= LESS.ordinal() && ordinal() <= GREATER_EQUAL.ordinal();
  }

  boolean isEquality() {
    return this == EQUAL || this == NOT_EQUAL;
  }

  boolean isLogical() {
    return this == LOGICAL_AND || this == LOGICAL_OR;
  }

  /** Exists for ints only: remainder, shifts and bits. */
  boolean isIntOnly() {
    return ordinal() >= REMAINDER.ordinal() && ordinal() <= XOR.ordinal();
  }
}
