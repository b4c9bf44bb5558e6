package dev.upcall.compiler.decision;

import java.util.List;

/** Prints a policy's memory: one static struct, and what sets it up. */
final class CStatePrinter {
  /** Its name, which no variable, parameter or function of a policy has. */
  static final String MEMORY = "the_memory";

  private static final String INDENT = "    ";

  private CStatePrinter() {}

  static String declaration(List<PolicyState> states) {
    StringBuilder out = new StringBuilder("\nstatic struct {\n");
    for (PolicyState state : states) {
      out.append(INDENT).append(state.cType()).append(' ').append(state.cName());
      out.append(state.isArray() ? "[" + state.length() + "];\n" : ";\n");
    }
    return out.append("} ").append(MEMORY).append(";\n").toString();
  }

  /** The statements that give every field its first value. */
  static String init(List<PolicyState> states) {
    StringBuilder out = new StringBuilder();
    for (PolicyState state : states) {
      String place = MEMORY + "." + state.cName();
      if (state.isArray()) {
        out.append(INDENT).append("for (int32_t i = 0; i < %d; i++) {\n".formatted(state.length()));
        out.append(INDENT).append(INDENT);
        out.append(place).append("[i] = ").append(zero(state)).append(";\n");
        out.append(INDENT).append("}\n");
      } else {
        out.append(INDENT).append(place).append(" = ").append(start(state)).append(";\n");
      }
    }
    return out.toString();
  }

  private static String zero(PolicyState state) {
    return state.integer() ? "0" : "0.0f";
  }

  private static String start(PolicyState state) {
    return state.integer()
        ? TermPrinter.integer(state.start().intValue())
        : TermPrinter.floating(state.start().floatValue());
  }
}
