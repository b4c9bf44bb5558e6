package dev.upcall.compiler.decision;

import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.stmt.ForStmt;
import java.util.OptionalLong;

/** Recognises the one form of loop a policy may have, and bounds its trips. */
final class LoopReader {
  private final SourceClass owner;
  private final ForStmt node;

  LoopReader(SourceClass owner, ForStmt node) {
    this.owner = owner;
    this.node = node;
  }

  VariableDeclarator counter() {
    if (node.getInitialization().size() == 1
        && node.getInitialization().get(0) instanceof VariableDeclarationExpr declaration
        && declaration.getVariables().size() == 1
        && TypeReader.name(declaration.getVariable(0).getType()).equals("int")
        && declaration.getVariable(0).getInitializer().isPresent()) {
      return declaration.getVariable(0);
    }
    throw Refusals.loop(owner, node).toException();
  }

  Expression condition() {
    Expression compare = node.getCompare().orElse(null);
    if (compare instanceof BinaryExpr binary
        && binary.getLeft() instanceof NameExpr name
        && name.getNameAsString().equals(counter().getNameAsString())) {
      return compare;
    }
    throw Refusals.loop(owner, node).toException();
  }

  Expression update() {
    if (node.getUpdate().size() == 1) {
      return node.getUpdate().get(0);
    }
    throw Refusals.loop(owner, node).toException();
  }

  /** Bound on the times the body runs; empty where there is none to be seen. */
  OptionalLong trips(LoopBounds bounds, Step.Declare start, Term condition, Step.Assign step) {
    if (!(condition instanceof Term.Binary test)
        || !step.variable().equals(start.variable())
        || !(step.value() instanceof Term.Binary update)
        || !(update.right() instanceof Term.IntConstant size)
        || size.value() <= 0
        || size.value() > 65536) {
      return OptionalLong.empty();
    }
    boolean up = test.operator() == Operator.LESS || test.operator() == Operator.LESS_EQUAL;
    boolean down = test.operator() == Operator.GREATER || test.operator() == Operator.GREATER_EQUAL;
    boolean towards =
        up && update.operator() == Operator.ADD || down && update.operator() == Operator.SUBTRACT;
    OptionalLong first = bounds.magnitude(start.value());
    OptionalLong last = bounds.magnitude(test.right());
    if (!towards || first.isEmpty() || last.isEmpty()) {
      return OptionalLong.empty();
    }
    // Ends of one sign are nearer to each other, but the distance to 0 is what can be seen simply.
    boolean sameSign = isCountingUpFromZero(start.value()) || isCountingDownToZero(test.right());
    long span =
        sameSign
            ? Math.max(first.getAsLong(), last.getAsLong())
            : first.getAsLong() + last.getAsLong();
    return OptionalLong.of(span / size.value() + 1);
  }

  /** Greatest absolute value of the counter inside the body. */
  long magnitude(LoopBounds bounds, Step.Declare start, Term condition) {
    return Math.max(
        bounds.magnitude(start.value()).orElseThrow(),
        bounds.magnitude(((Term.Binary) condition).right()).orElseThrow());
  }

  /** What the counter holds inside the body. */
  Range range(Ranges ranges, Step.Declare start, Term condition) {
    Term.Binary test = (Term.Binary) condition;
    Range first = ranges.of(start.value()).orElse(Range.INT);
    Range last = ranges.of(test.right()).orElse(Range.INT);
    Range one = Range.of(1);
    return switch (test.operator()) {
      case LESS -> up(first, last.minus(one));
      case LESS_EQUAL -> up(first, last);
      case GREATER -> down(first, last.plus(one));
      default -> down(first, last);
    };
  }

  private static Range up(Range first, Range last) {
    return new Range(first.low(), last.high(), last.beyond());
  }

  private static Range down(Range first, Range last) {
    return new Range(last.low(), first.high(), first.beyond());
  }

  private static boolean isCountingUpFromZero(Term start) {
    return start instanceof Term.IntConstant c && c.value() >= 0;
  }

  private static boolean isCountingDownToZero(Term end) {
    return end instanceof Term.IntConstant c && c.value() >= 0;
  }
}
