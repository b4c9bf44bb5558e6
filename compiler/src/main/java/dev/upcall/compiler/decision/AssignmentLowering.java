package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Optional;

/** Lowers assignments, to local variables and to the policy's state, and counts up and down. */
final class AssignmentLowering {
  private final SourceClass owner;
  private final Scope scope;
  private final Ranges ranges;
  private final ExpressionLowering expressions;
  private final Effects effects;

  AssignmentLowering(
      SourceClass owner,
      Scope scope,
      Ranges ranges,
      ExpressionLowering expressions,
      Effects effects) {
    this.owner = owner;
    this.scope = scope;
    this.ranges = ranges;
    this.expressions = expressions;
    this.effects = effects;
  }

  Step lower(Expression node) {
    Expression target = target(node);
    Optional<PolicyState> state = state(target);
    return state.isPresent() ? state(node, target, state.get()) : local(node);
  }

  /** An assignment to a local variable. */
  Step.Assign local(Expression node) {
    Variable variable = variable(target(node));
    Term value = value(node, new Term.Local(variable), variable.type());
    return new Step.Assign(variable, effects.alone(node, value));
  }

  private Step state(Expression node, Expression target, PolicyState state) {
    Optional<Term> index =
        target instanceof ArrayAccessExpr element
            ? Optional.of(expressions.names().index(element, state))
            : Optional.empty();
    Term before =
        index
            .<Term>map(i -> new Term.StateElement(state, i))
            .orElseGet(() -> new Term.StateValue(state));
    Term value = effects.none(node, value(node, before, state.type()));
    index.ifPresent(i -> effects.none(node, i));
    if (!state.takes(ranges.of(value))) {
      throw owner
          .refuse(PolicyCode.STATE, node, state.name())
          .found("%s", node)
          .need("a value seen to lie in %s..%s", state.min(), state.max())
          .fix("write PolicyMath.clamp(..., %s, %s)", state.min(), state.max())
          .toException();
    }
    effects.add();
    return new Step.AssignState(state, index, value);
  }

  /** The value the target gets, of its type. */
  private Term value(Expression node, Term before, Type type) {
    if (node instanceof UnaryExpr unary) {
      Term one = type == Type.INT ? new Term.IntConstant(1) : new Term.FloatConstant(1);
      Operator operator = step(unary) > 0 ? Operator.ADD : Operator.SUBTRACT;
      return new Term.Binary(operator, before, one);
    }
    AssignExpr assign = (AssignExpr) node;
    Optional<Operator> compound = Operators.compound(assign.getOperator());
    if (compound.isEmpty()) {
      return expressions.lower(assign.getValue(), type);
    }
    // Java casts the result of a compound assignment back to the variable's type.
    Term value =
        expressions.binary(assign, compound.get(), before, expressions.lower(assign.getValue()));
    return expressions.cast(assign, type, value);
  }

  private Expression target(Expression node) {
    if (node instanceof UnaryExpr unary && step(unary) != 0) {
      return unary.getExpression();
    }
    if (node instanceof AssignExpr assign) {
      return assign.getTarget();
    }
    throw noEffect(owner, node).toException();
  }

  static Diagnostic noEffect(SourceClass owner, Node node) {
    return owner
        .refuse(PolicyCode.STATEMENT, node, "this expression as a statement")
        .found("%s", node)
        .need("an assignment, or a call that changes state");
  }

  private Optional<PolicyState> state(Expression target) {
    NameLowering names = expressions.names();
    return target instanceof ArrayAccessExpr element
        ? names.array(element)
        : names.own(target).flatMap(names::state).filter(s -> !s.isArray());
  }

  private Variable variable(Expression node) {
    Variable variable =
        node instanceof NameExpr name ? scope.find(name.getNameAsString()).orElse(null) : null;
    if (variable == null || scope.isFixed(variable)) {
      throw owner
          .refuse(PolicyCode.STATEMENT, node, "a change of " + node)
          .need(
              "assignments to local variables and state only; a loop's counter is changed by its"
                  + " loop")
          .fix("copy it to a local variable and change that")
          .toException();
    }
    return variable;
  }

  private static int step(UnaryExpr unary) {
    return switch (unary.getOperator()) {
      case PREFIX_INCREMENT, POSTFIX_INCREMENT -> 1;
      case PREFIX_DECREMENT, POSTFIX_DECREMENT -> -1;
      default -> 0;
    };
  }
}
