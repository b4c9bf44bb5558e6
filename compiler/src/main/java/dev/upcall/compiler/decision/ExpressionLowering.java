package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BooleanLiteralExpr;
import com.github.javaparser.ast.expr.CastExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import dev.upcall.core.decision.PolicyCode;
import java.util.function.LongConsumer;

/** Lowers expressions with Java's typing: promotion, constants, overloads. */
final class ExpressionLowering {
  private final SourceClass owner;
  private final Ranges ranges;
  private final NameLowering names;
  private final CallLowering calls;

  /**
   * @param ranges what is known of variables
   * @param work told how many statements a call runs
   */
  ExpressionLowering(
      Lowering lowering, SourceClass owner, Scope scope, Ranges ranges, LongConsumer work) {
    this.owner = owner;
    this.ranges = ranges;
    this.names = new NameLowering(lowering, owner, scope, this, ranges);
    this.calls = new CallLowering(lowering, owner, scope, this, work);
  }

  NameLowering names() {
    return names;
  }

  /** The expression, converted to a type if Java does that without a cast. */
  Term lower(Expression node, Type wanted) {
    return convert(node, lower(node), wanted);
  }

  Term convert(Expression node, Term term, Type wanted) {
    if (!term.type().widensTo(wanted)) {
      throw Refusals.mismatch(owner, node, term.type(), wanted).toException();
    }
    return term.type() == wanted ? term : floating(term);
  }

  Term lower(Expression node) {
    if (node instanceof EnclosedExpr inner) {
      return lower(inner.getInner());
    }
    if (node instanceof IntegerLiteralExpr literal) {
      return new Term.IntConstant(Literals.integer(owner, literal, false));
    }
    if (node instanceof DoubleLiteralExpr literal) {
      return new Term.FloatConstant(Literals.floating(owner, literal));
    }
    if (node instanceof BooleanLiteralExpr literal) {
      return new Term.BooleanConstant(literal.getValue());
    }
    if (node instanceof NameExpr name) {
      return names.name(name);
    }
    if (node instanceof FieldAccessExpr access) {
      return names.access(access);
    }
    if (node instanceof ArrayAccessExpr access) {
      return names.element(access);
    }
    if (node instanceof MethodCallExpr call) {
      return calls.call(call);
    }
    if (node instanceof ObjectCreationExpr made && calls.isRecord(made)) {
      return calls.make(made);
    }
    if (node instanceof UnaryExpr unary) {
      return unary(unary);
    }
    if (node instanceof BinaryExpr b) {
      Operator operator = Operators.binary(b.getOperator());
      return binary(b, operator, lower(b.getLeft()), lower(b.getRight()));
    }
    if (node instanceof ConditionalExpr c) {
      return conditional(c);
    }
    if (node instanceof CastExpr c) {
      return cast(c, TypeReader.read(owner, c.getType()), lower(c.getExpression()));
    }
    throw Refusals.expression(owner, node).toException();
  }

  private Term unary(UnaryExpr node) {
    Expression inner = node.getExpression();
    if (node.getOperator() == UnaryExpr.Operator.MINUS && inner instanceof IntegerLiteralExpr i) {
      return new Term.IntConstant(Literals.integer(owner, i, true));
    }
    return switch (node.getOperator()) {
      case LOGICAL_COMPLEMENT -> new Term.Unary(Operator.NOT, lower(inner, Type.BOOLEAN));
      case BITWISE_COMPLEMENT -> new Term.Unary(Operator.COMPLEMENT, lower(inner, Type.INT));
      case PLUS -> numeric(inner, lower(inner));
      case MINUS -> negated(numeric(inner, lower(inner)));
      default -> throw Refusals.expression(owner, node).toException();
    };
  }

  private static Term negated(Term operand) {
    return operand instanceof Term.FloatConstant c
        ? new Term.FloatConstant(-c.value())
        : new Term.Unary(Operator.NEGATE, operand);
  }

  private Term numeric(Expression node, Term term) {
    if (!term.type().isNumeric()) {
      throw Refusals.mismatch(owner, node, term.type(), Type.FLOAT).toException();
    }
    return term;
  }

  /** Binary numeric promotion and the operator's own rules (JLS 5.6, 15.17 to 15.24). */
  Term binary(Expression node, Operator operator, Term left, Term right) {
    boolean numbers = left.type().isNumeric() && right.type().isNumeric();
    boolean ints = left.type() == Type.INT && right.type() == Type.INT;
    boolean fits;
    if (operator.isLogical()) {
      fits = left.type() == Type.BOOLEAN && right.type() == Type.BOOLEAN;
    } else if (operator.isEquality()) {
      fits = numbers || left.type() == right.type() && left.type().isComparable();
    } else {
      fits = operator.isIntOnly() ? ints : numbers;
    }
    if (!fits) {
      throw Refusals.operands(owner, node, operator, left.type(), right.type()).toException();
    }
    if ((operator == Operator.DIVIDE || operator == Operator.REMAINDER) && ints) {
      requireNonZero(node, right);
    }
    if (numbers && !ints) {
      return new Term.Binary(operator, floating(left), floating(right));
    }
    return new Term.Binary(operator, left, right);
  }

  private void requireNonZero(Node node, Term divisor) {
    Range range = ranges.of(divisor).orElseThrow();
    if (range.low() <= 0 && range.high() >= 0) {
      throw owner
          .refuse(PolicyCode.DIVISION, node)
          .found("%s", node)
          .need("a divisor that is seen not to be 0: C has no exception to throw")
          .fix("divide floats, or by a constant, scores.count() or Math.max(1, ...)")
          .toException();
    }
  }

  private Term conditional(ConditionalExpr node) {
    Term condition = lower(node.getCondition(), Type.BOOLEAN);
    Term yes = lower(node.getThenExpr());
    Term no = lower(node.getElseExpr());
    if (yes.type() != no.type() && yes.type().isNumeric() && no.type().isNumeric()) {
      return new Term.Conditional(condition, floating(yes), floating(no));
    }
    return new Term.Conditional(condition, yes, convert(node.getElseExpr(), no, yes.type()));
  }

  Term cast(Expression node, Type type, Term operand) {
    if (operand.type() == type) {
      return operand;
    }
    if (!operand.type().isNumeric() || !type.isNumeric()) {
      throw Refusals.mismatch(owner, node, operand.type(), type).toException();
    }
    return type == Type.FLOAT ? floating(operand) : new Term.Cast(type, operand);
  }

  private static Term floating(Term term) {
    if (term.type() == Type.FLOAT) {
      return term;
    }
    return term instanceof Term.IntConstant c
        ? new Term.FloatConstant(c.value())
        : new Term.Cast(Type.FLOAT, term);
  }
}
