package dev.upcall.compiler.decision;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which int expressions the compiler can bound without running anything: literals, constants,
 * {@code scores.count()}, counters of enclosing loops, final variables that hold such a value, and
 * sums, differences and multiples of them, and whatever has a narrow {@link Range}.
 */
final class LoopBounds {
  /** Classes counted when work is estimated; a ladder with more still runs, for longer. */
  static final int CLASSES = 256;

  /** The same of an input's values. */
  static final int VALUES = 16384;

  private static final long LIMIT = 1 << 16;

  private final Map<Variable, Long> known = new HashMap<>();
  private final Ranges ranges;

  LoopBounds(Ranges ranges) {
    this.ranges = ranges;
  }

  /** Greatest absolute value of the expression, empty where that is not known or too large. */
  OptionalLong magnitude(Term e) {
    OptionalLong magnitude = compute(e);
    return magnitude.isPresent() && magnitude.getAsLong() <= LIMIT
        ? magnitude
        : OptionalLong.empty();
  }

  /** Says how large a variable can get while it cannot be assigned. */
  void open(Variable variable, long magnitude) {
    known.put(variable, magnitude);
  }

  void close(Variable variable) {
    known.remove(variable);
  }

  private OptionalLong compute(Term e) {
    OptionalLong counted = counted(e);
    if (counted.isPresent() || e.type() != Type.INT) {
      return counted;
    }
    // Values that may change, but not beyond bounds, bound a loop as well as constants do.
    Range range = ranges.of(e).orElse(Range.INT);
    if (range.low() >= 0 && range.beyond() <= 0) {
      return OptionalLong.of(CLASSES);
    }
    return OptionalLong.of((long) Math.max(Math.abs(range.low()), Math.abs(range.high())));
  }

  private OptionalLong counted(Term e) {
    if (e instanceof Term.IntConstant c) {
      return OptionalLong.of(Math.abs((long) c.value()));
    }
    if (e instanceof Term.OfScores s && s.field() == Term.ScoresField.COUNT) {
      return OptionalLong.of(s.scores().type() == Type.INPUT ? VALUES : CLASSES);
    }
    if (e instanceof Term.Call call) {
      return isCount(call)
          ? counted(((Step.Return) call.function().body().get(0)).value())
          : OptionalLong.empty();
    }
    if (e instanceof Term.Local local) {
      Long magnitude = known.get(local.variable());
      return magnitude == null ? OptionalLong.empty() : OptionalLong.of(magnitude);
    }
    if (e instanceof Term.Unary unary && unary.operator() == Operator.NEGATE) {
      return magnitude(unary.operand());
    }
    if (e instanceof Term.Binary b) {
      OptionalLong left = magnitude(b.left());
      OptionalLong right = magnitude(b.right());
      if (left.isPresent() && right.isPresent()) {
        return switch (b.operator()) {
          case ADD, SUBTRACT -> OptionalLong.of(left.getAsLong() + right.getAsLong());
          case MULTIPLY -> OptionalLong.of(left.getAsLong() * right.getAsLong());
          default -> OptionalLong.empty();
        };
      }
    }
    return OptionalLong.empty();
  }

  /** {@code Scores.count()}: a function that returns the count and does nothing else. */
  static boolean isCount(Term.Call call) {
    return call.function().body().size() == 1
        && call.function().body().get(0) instanceof Step.Return r
        && r.value() instanceof Term.OfScores s
        && s.field() == Term.ScoresField.COUNT;
  }
}
