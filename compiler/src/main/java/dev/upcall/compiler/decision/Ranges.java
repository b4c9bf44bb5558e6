package dev.upcall.compiler.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@link Range} of expressions: what makes an index safe without a check at run time, and a
 * state's new value one within its bounds. Knows variables that do not change.
 */
final class Ranges {
  private static final Set<String> CLASSES = Set.of("Scores.top1", "Scores.top2");
  private static final String CLAMP = "PolicyMath.clamp";

  private final Map<Variable, Range> known = new HashMap<>();

  /** Says what a variable holds that keeps its value while it is visible. */
  void open(Variable variable, Range range) {
    known.put(variable, range);
  }

  /** Empty for what may be NaN or has no number's type. */
  Optional<Range> of(Term e) {
    if (e.type() == Type.INT) {
      return Optional.of(ofInt(e));
    }
    return e.type() == Type.FLOAT ? ofFloat(e) : Optional.empty();
  }

  private Range ofInt(Term e) {
    if (e instanceof Term.IntConstant c) {
      return Range.of(c.value());
    }
    if (e instanceof Term.Binary b) {
      return binary(b, ofInt(b.left()), ofInt(b.right()));
    }
    if (e instanceof Term.Unary u && u.operator() == Operator.NEGATE) {
      return Range.of(0).minus(ofInt(u.operand()));
    }
    if (e instanceof Term.OfScores s) {
      return switch (s.field()) {
        case COUNT ->
            s.scores().type() == Type.INPUT ? Range.of(1, Integer.MAX_VALUE) : Range.COUNT;
        case ZERO_POINT -> Range.of(-128, 127);
        case MEMBERS -> Range.of(1, 255);
        default -> Range.of(0, 255);
      };
    }
    if (e instanceof Term.OfAnswer) {
      return Range.CLASS;
    }
    if (e instanceof Term.Logit) {
      return Range.of(-128, 127);
    }
    if (e instanceof Term.Cast c) {
      return ofFloat(c.operand())
          .map(r -> Range.of((int) r.low(), (int) r.high()))
          .orElse(Range.INT);
    }
    return common(e).orElse(Range.INT);
  }

  private Optional<Range> ofFloat(Term e) {
    if (e instanceof Term.FloatConstant c) {
      return Float.isNaN(c.value()) ? Optional.empty() : Optional.of(Range.of(c.value()));
    }
    if (e instanceof Term.Cast c) {
      Range r = ofInt(c.operand());
      return Optional.of(Range.of((float) r.low(), (float) r.high()));
    }
    return common(e);
  }

  /** Terms that ints and floats share. */
  private Optional<Range> common(Term e) {
    if (e instanceof Term.Local local) {
      return Optional.ofNullable(known.get(local.variable()));
    }
    if (e instanceof Term.ParameterValue p) {
      return Optional.of(Range.of(p.parameter().min(), p.parameter().max()));
    }
    if (e instanceof Term.ParameterElement p) {
      return Optional.of(Range.of(p.parameter().min(), p.parameter().max()));
    }
    if (e instanceof Term.StateValue s) {
      return s.state().range();
    }
    if (e instanceof Term.StateElement s) {
      return s.state().range();
    }
    if (e instanceof Term.Conditional c) {
      return both(c.yes(), c.no()).map(two -> two.get(0).or(two.get(1)));
    }
    if (e instanceof Term.IntrinsicCall call) {
      return switch (call.intrinsic()) {
        case MIN_INT, MIN_FLOAT -> both(call).map(two -> two.get(0).min(two.get(1)));
        case MAX_INT, MAX_FLOAT -> both(call).map(two -> two.get(0).max(two.get(1)));
        default -> Optional.empty();
      };
    }
    return e instanceof Term.Call call ? call(call) : Optional.empty();
  }

  private Optional<Range> call(Term.Call call) {
    String origin = call.function().origin();
    if (CLASSES.contains(origin)) {
      return Optional.of(Range.CLASS);
    }
    if (origin.equals(CLAMP)) {
      Term low = call.arguments().get(1);
      Term high = call.arguments().get(2);
      Optional<Range> bounds = both(low, high).map(two -> two.get(0).or(two.get(1)));
      return call.type() == Type.FLOAT
          ? bounds
          : Optional.of(ofInt(call.arguments().get(0)).max(ofInt(low)).min(ofInt(high)));
    }
    return call.function().range();
  }

  private Optional<List<Range>> both(Term.IntrinsicCall call) {
    return both(call.arguments().get(0), call.arguments().get(1));
  }

  private Optional<List<Range>> both(Term left, Term right) {
    Optional<Range> first = of(left);
    return first.flatMap(l -> of(right).map(r -> List.of(l, r)));
  }

  private static Range binary(Term.Binary b, Range left, Range right) {
    boolean counts = left.low() >= 0;
    boolean constant = right.isConstant() && right.low() > 0;
    return switch (b.operator()) {
      case ADD -> left.plus(right);
      case SUBTRACT -> left.minus(right);
      case MULTIPLY -> left.times(right);
      case AND ->
          right.low() >= 0
              ? Range.of(0, right.high())
              : counts ? Range.of(0, left.high()) : Range.INT;
      case DIVIDE ->
          constant
              ? Range.of((int) (left.low() / right.low()), (int) (left.high() / right.low()))
              : Range.INT;
      case REMAINDER ->
          constant ? Range.of(counts ? 0 : 1 - right.low(), right.low() - 1) : Range.INT;
      case SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          counts ? Range.of(0, left.high()) : unsigned(b, right);
      default -> Range.INT;
    };
  }

  /** Of any int shifted right without its sign. */
  private static Range unsigned(Term.Binary b, Range places) {
    boolean known = places.isConstant() && places.low() >= 1 && places.low() <= 31;
    return known && b.operator() == Operator.SHIFT_RIGHT_UNSIGNED
        ? Range.of(0, 0xFFFFFFFFL >>> (int) places.low())
        : Range.INT;
  }
}
