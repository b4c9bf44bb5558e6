package dev.upcall.compiler.decision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/** Terms as C99 expressions. Parentheses are written wherever a reader might wonder. */
final class TermPrinter {
  private static final MathContext NINE_DIGITS = new MathContext(9);

  /** What the runtime fills in for policies that ask for it. */
  static final String SURROUNDINGS = "upcall_surroundings";

  private static final int LOGIC = 1;
  private static final int TEST = 2;
  private static final int SUM = 3;
  private static final int PRODUCT = 4;

  /** A term standing alone: no parentheses around it. */
  String print(Term term) {
    if (term instanceof Term.Conditional c) {
      return operand(c.condition()) + " ? " + operand(c.yes()) + " : " + operand(c.no());
    }
    return inner(term);
  }

  private String inner(Term term) {
    if (term instanceof Term.IntConstant c) {
      return integer(c.value());
    }
    if (term instanceof Term.FloatConstant c) {
      return floating(c.value());
    }
    if (term instanceof Term.BooleanConstant c) {
      return String.valueOf(c.value());
    }
    if (term instanceof Term.VerdictConstant c) {
      return "UPCALL_" + c.value().name();
    }
    if (term instanceof Term.Local local) {
      return local.variable().cName();
    }
    if (term instanceof Term.ParameterValue value) {
      return CIdentifiers.parameter(value.parameter().name());
    }
    if (term instanceof Term.ParameterElement e) {
      return CIdentifiers.parameter(e.parameter().name()) + "[" + print(e.index()) + "]";
    }
    if (term instanceof Term.StateValue s) {
      return state(s.state(), Optional.empty());
    }
    if (term instanceof Term.StateElement s) {
      return state(s.state(), Optional.of(s.index()));
    }
    if (term instanceof Term.OfScores s) {
      return scores(s);
    }
    if (term instanceof Term.OfAnswer a) {
      return inner(a.answer()) + "->" + a.field().name().toLowerCase(Locale.ROOT);
    }
    if (term instanceof Term.Logit l) {
      String values = l.scores().type() == Type.INPUT ? "->values[" : "->logits[";
      return inner(l.scores()) + values + print(l.index()) + "]";
    }
    if (term instanceof Term.Make m) {
      return "(" + m.type().declarator().strip() + "){" + list(m.values()) + "}";
    }
    if (term instanceof Term.OfRecord r) {
      return inner(r.of()) + "." + CIdentifiers.member(r.component().name());
    }
    if (term instanceof Term.Unary u) {
      return unary(u);
    }
    if (term instanceof Term.Binary b) {
      return binary(b);
    }
    if (term instanceof Term.Conditional c) {
      return "(" + print(c) + ")";
    }
    if (term instanceof Term.Cast c) {
      return c.type() == Type.FLOAT
          ? "(float)" + operand(c.operand())
          : "upcall_java_to_int(" + print(c.operand()) + ")";
    }
    if (term instanceof Term.Call call) {
      return call(call.function().cName(), call.arguments());
    }
    Term.IntrinsicCall call = (Term.IntrinsicCall) term;
    return call(call.intrinsic().helper(), call.arguments());
  }

  /** A field that changes, or an element of one. */
  String state(PolicyState state, Optional<Term> index) {
    return CStatePrinter.MEMORY
        + "."
        + state.cName()
        + index.map(i -> "[" + print(i) + "]").orElse("");
  }

  private String call(String name, Iterable<Term> arguments) {
    return name + "(" + list(arguments) + ")";
  }

  private String list(Iterable<Term> terms) {
    StringBuilder list = new StringBuilder();
    terms.forEach(a -> list.append(list.length() == 0 ? "" : ", ").append(print(a)));
    return list.toString();
  }

  private String scores(Term.OfScores s) {
    String of = s.field().isAround() ? SURROUNDINGS : inner(s.scores());
    return switch (s.field()) {
      // Wider than uint16_t, so that comparisons with an int are comparisons of ints.
      case COUNT -> "(int32_t)" + of + "->count";
      case SCALE -> of + "->scale";
      case ZERO_POINT -> of + "->zero_point";
      case MEMBERS -> "(int32_t)" + of + "->members";
      case AGREEING -> "(int32_t)" + of + "->agreeing";
      case MILLIS -> "upcall_java_int(" + of + ".millis)";
      case BOOT -> "upcall_java_int(" + of + ".boot)";
      case MINUTE -> "(int32_t)" + of + ".minute";
      case LINKED -> of + ".linked";
    };
  }

  private String unary(Term.Unary u) {
    boolean helper = u.type() == Type.INT;
    return helper
        ? u.operator().helper() + "(" + print(u.operand()) + ")"
        : u.operator().symbol() + operand(u.operand());
  }

  /** A term under an operator that binds more tightly than any between two terms. */
  String operand(Term term) {
    String text = inner(term);
    boolean wrap =
        text.startsWith("-") || term instanceof Term.Binary b && text.contains(" ") && !isHelper(b);
    return wrap ? "(" + text + ")" : text;
  }

  private String binary(Term.Binary b) {
    if (isHelper(b)) {
      return b.operator().helper() + "(" + print(b.left()) + ", " + print(b.right()) + ")";
    }
    if (isAlike(b)) {
      // The same variable on both sides is legal Java and a warning in C.
      boolean equal =
          b.operator() == Operator.EQUAL
              || b.operator() == Operator.LESS_EQUAL
              || b.operator() == Operator.GREATER_EQUAL;
      return String.valueOf(equal);
    }
    return side(b, b.left(), true) + " " + b.operator().symbol() + " " + side(b, b.right(), false);
  }

  /** An operand, in parentheses unless every reader knows that it binds more tightly. */
  private String side(Term.Binary parent, Term term, boolean left) {
    if (!(term instanceof Term.Binary child) || isHelper(child) || isAlike(child)) {
      return inner(term);
    }
    int inner = binding(child.operator());
    int outer = binding(parent.operator());
    boolean same =
        left && inner == outer && inner >= SUM
            || child.operator() == parent.operator() && inner == LOGIC && left;
    return inner > outer || same ? inner(term) : "(" + inner(term) + ")";
  }

  private static int binding(Operator operator) {
    return switch (operator) {
      case MULTIPLY, DIVIDE -> PRODUCT;
      case ADD, SUBTRACT -> SUM;
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> TEST;
      default -> LOGIC;
    };
  }

  /** Arithmetic on ints goes through upcall_java.h: C leaves overflow and shifts open. */
  private static boolean isHelper(Term.Binary b) {
    return b.type() == Type.INT;
  }

  private static boolean isAlike(Term.Binary b) {
    return (b.operator().isOrder() || b.operator().isEquality())
        && b.left().type() != Type.FLOAT
        && b.left().equals(b.right());
  }

  static String integer(int value) {
    return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : String.valueOf(value);
  }

  /** Nine significant digits, which give the same float back (not toString: its varies by JDK). */
  static String floating(float value) {
    if (Float.isNaN(value)) {
      return "UPCALL_JAVA_NAN";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "UPCALL_JAVA_INFINITY" : "(-UPCALL_JAVA_INFINITY)";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0f" : "0.0f";
    }
    BigDecimal exact = new BigDecimal(value).round(NINE_DIGITS).stripTrailingZeros();
    boolean plain = Math.abs(value) >= 1e-5 && Math.abs(value) < 1e9;
    String text = plain ? exact.toPlainString() : exact.toString();
    return text.matches("-?[0-9]+") ? text + ".0f" : text + "f";
  }
}
