package dev.upcall.compiler.ir.op;

import java.util.Locale;

/** The functions of {@link Binary} of x, the left element, and y, the right one. */
public enum BinaryKind {
  /** Of booleans, as {@link #OR} and {@link #XOR}. */
  AND,
  /** Of integers towards 0. */
  DIV,
  EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  MAX,
  MIN,
  MUL,
  NOT_EQUAL,
  OR,
  POW,
  /** x where x >= 0, else x y */
  PRELU,
  /** (x - y)^2 */
  SQUARED_DIFFERENCE,
  SUB,
  XOR;

  /** Whether the result is a boolean. */
  public boolean isPredicate() {
    return isComparison() || isLogic();
  }

  boolean isLogic() {
    return this == AND || this == OR || this == XOR;
  }

  /** The name in the text IR, e.g. {@code less_or_equal}. */
  String irName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean isComparison() {
    return switch (this) {
      case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, NOT_EQUAL -> true;
      default -> false;
    };
  }
}
