package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ThisExpr;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Verdict;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lowers names: local variables, parameters, constants, and what a Scores holds. */
final class NameLowering {
  private static final Map<String, Term> JDK_CONSTANTS =
      Map.of(
          "Float.POSITIVE_INFINITY", new Term.FloatConstant(Float.POSITIVE_INFINITY),
          "Float.NEGATIVE_INFINITY", new Term.FloatConstant(Float.NEGATIVE_INFINITY),
          "Float.NaN", new Term.FloatConstant(Float.NaN),
          "Float.MAX_VALUE", new Term.FloatConstant(Float.MAX_VALUE),
          "Float.MIN_VALUE", new Term.FloatConstant(Float.MIN_VALUE),
          "Float.MIN_NORMAL", new Term.FloatConstant(Float.MIN_NORMAL),
          "Integer.MAX_VALUE", new Term.IntConstant(Integer.MAX_VALUE),
          "Integer.MIN_VALUE", new Term.IntConstant(Integer.MIN_VALUE));

  private final Lowering lowering;
  private final SourceClass owner;
  private final Scope scope;
  private final ExpressionLowering expressions;
  private final Set<String> open = new TreeSet<>();

  NameLowering(Lowering lowering, SourceClass owner, Scope scope, ExpressionLowering expressions) {
    this.lowering = lowering;
    this.owner = owner;
    this.scope = scope;
    this.expressions = expressions;
  }

  Term name(NameExpr node) {
    String name = node.getNameAsString();
    Optional<Variable> local = scope.find(name);
    if (local.isPresent()) {
      return new Term.Local(local.get());
    }
    return field(name).orElseThrow(() -> unknown(node, name));
  }

  /** A component of the record or a constant of the class. */
  private Optional<Term> field(String name) {
    if (owner.role() == SourceClass.Role.POLICY && lowering.parameters().containsKey(name)) {
      return Optional.of(new Term.ParameterValue(lowering.parameters().get(name)));
    }
    if (scope.receiver().isPresent()) {
      Optional<Term> component = component(new Term.Local(scope.receiver().get()), name);
      if (component.isPresent()) {
        return component;
      }
    }
    return owner.constant(name).map(this::constant);
  }

  /** What record component of Scores that is, but for the logits. */
  static Optional<Term> component(Term scores, String name) {
    return switch (name) {
      case "scale" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.SCALE));
      case "zeroPoint" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.ZERO_POINT));
      case "members" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.MEMBERS));
      case "agreeing" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.AGREEING));
      default -> Optional.empty();
    };
  }

  private Term constant(VariableDeclarator declarator) {
    String name = declarator.getNameAsString();
    Type type = TypeReader.read(owner, declarator.getType());
    Expression value = declarator.getInitializer().orElseThrow(() -> unknown(declarator, name));
    if (!open.add(name)) {
      throw owner
          .refuse(PolicyCode.RECURSION, declarator, name)
          .need("a constant that does not depend on itself")
          .toException();
    }
    Term term = expressions.lower(value, type);
    open.remove(name);
    return term;
  }

  Term access(FieldAccessExpr node) {
    String name = node.getNameAsString();
    Expression of = node.getScope();
    if (of instanceof ThisExpr self && self.getTypeName().isEmpty()) {
      return field(name).orElseThrow(() -> unknown(node, name));
    }
    if (of instanceof NameExpr qualifier && scope.find(qualifier.getNameAsString()).isEmpty()) {
      String type = qualifier.getNameAsString();
      if (owner.role() == SourceClass.Role.SCORES
          && type.equals("logits")
          && name.equals("length")) {
        return new Term.OfScores(
            new Term.Local(scope.receiver().orElseThrow()), Term.ScoresField.COUNT);
      }
      if (type.equals("Verdict")) {
        return verdict(node, name);
      }
      if (JDK_CONSTANTS.containsKey(type + "." + name)) {
        return JDK_CONSTANTS.get(type + "." + name);
      }
      if (type.equals(owner.name())) {
        return owner.constant(name).map(this::constant).orElseThrow(() -> unknown(node, name));
      }
    }
    throw unknown(node, node.toString());
  }

  private Term verdict(FieldAccessExpr node, String name) {
    return Arrays.stream(Verdict.values())
        .filter(v -> v.name().equals(name))
        .findFirst()
        .map(Term.VerdictConstant::new)
        .orElseThrow(() -> unknown(node, node.toString()));
  }

  /** {@code logits[i]}, which only Scores itself may write: it has seen to the bounds. */
  Term element(ArrayAccessExpr node) {
    boolean logits =
        owner.role() == SourceClass.Role.SCORES && node.getName().toString().equals("logits");
    if (!logits) {
      throw owner
          .refuse(PolicyCode.EXPRESSION, node, "an array")
          .found("%s", node)
          .need("the logits, through Scores")
          .fix("use scores.logit(i), which is defined for every i")
          .toException();
    }
    Term index = expressions.lower(node.getIndex(), Type.INT);
    return new Term.Logit(new Term.Local(scope.receiver().orElseThrow()), index);
  }

  private dev.upcall.core.diagnostic.UpcallException unknown(Node node, String name) {
    return owner
        .refuse(PolicyCode.NAME, node, name)
        .need("a local variable, a parameter or a constant of the policy, or a Verdict")
        .toException();
  }
}
