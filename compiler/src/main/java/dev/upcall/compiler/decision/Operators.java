package dev.upcall.compiler.decision;

import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.BinaryExpr;
import java.util.Optional;

/** The parser's operators as ours. */
final class Operators {
  private Operators() {}

  static Operator binary(BinaryExpr.Operator operator) {
    return switch (operator) {
      case PLUS -> Operator.ADD;
      case MINUS -> Operator.SUBTRACT;
      case MULTIPLY -> Operator.MULTIPLY;
      case DIVIDE -> Operator.DIVIDE;
      case REMAINDER -> Operator.REMAINDER;
      case LEFT_SHIFT -> Operator.SHIFT_LEFT;
      case SIGNED_RIGHT_SHIFT -> Operator.SHIFT_RIGHT;
      case UNSIGNED_RIGHT_SHIFT -> Operator.SHIFT_RIGHT_UNSIGNED;
      case BINARY_AND -> Operator.AND;
      case BINARY_OR -> Operator.OR;
      case XOR -> Operator.XOR;
      case LESS -> Operator.LESS;
      case LESS_EQUALS -> Operator.LESS_EQUAL;
      case GREATER -> Operator.GREATER;
      case GREATER_EQUALS -> Operator.GREATER_EQUAL;
      case EQUALS -> Operator.EQUAL;
      case NOT_EQUALS -> Operator.NOT_EQUAL;
      case AND -> Operator.LOGICAL_AND;
      case OR -> Operator.LOGICAL_OR;
    };
  }

  /** The operator inside a compound assignment, empty for {@code =}. */
  static Optional<Operator> compound(AssignExpr.Operator operator) {
    return operator.toBinaryOperator().map(Operators::binary);
  }
}
