package dev.upcall.compiler.ir.op;

import java.util.Locale;

/** The functions of {@link Reduce}. */
public enum ReduceKind {
  /** Sum of magnitudes. */
  L1,
  /** Square root of the sum of squares. */
  L2,
  LOG_SUM,
  LOG_SUM_EXP,
  /** Of booleans, any; of nothing, the lowest value. */
  MAX,
  /** Of booleans, all; of nothing, the highest value. */
  MIN,
  PROD,
  SUM,
  SUM_SQUARE;

  /**
   * Whether it is defined on integers.
   *
   * @param booleans whether those are 0 and 1 alone
   */
  boolean takes(boolean booleans) {
    return switch (this) {
      case MAX, MIN -> true;
      case L1, PROD, SUM, SUM_SQUARE -> !booleans;
      case L2, LOG_SUM, LOG_SUM_EXP -> false;
    };
  }

  /** The name in the text IR, e.g. {@code reduce_sum}. */
  String irName() {
    return "reduce_" + name().toLowerCase(Locale.ROOT);
  }
}
