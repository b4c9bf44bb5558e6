package dev.upcall.compiler.decision;

import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MarkerAnnotationExpr;
import com.github.javaparser.ast.expr.MemberValuePair;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.NormalAnnotationExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the numbers of {@code @Parameter} and {@code @State}. */
final class BoundsReader {
  private final SourceClass policy;
  private final List<Diagnostic> problems;

  BoundsReader(SourceClass policy, List<Diagnostic> problems) {
    this.policy = policy;
    this.problems = problems;
  }

  /**
   * The annotation's values.
   *
   * @param annotations where no other may be
   * @param name of the annotation, without the at
   * @param keys it may have
   */
  Map<String, Float> read(NodeList<AnnotationExpr> annotations, String name, List<String> keys) {
    Map<String, Float> values = new TreeMap<>();
    for (AnnotationExpr annotation : annotations) {
      boolean known = annotation.getNameAsString().equals(name);
      if (known && annotation instanceof NormalAnnotationExpr pairs) {
        pairs.getPairs().forEach(pair -> read(pair, keys, values));
      } else if (!known || !(annotation instanceof MarkerAnnotationExpr)) {
        problems.add(
            policy
                .refuse(PolicyCode.TYPE, annotation, annotation.getNameAsString())
                .found("%s", annotation)
                .need("@%s(%s = ...)", name, String.join(" = ..., ", keys)));
      }
    }
    return values;
  }

  private void read(MemberValuePair pair, List<String> keys, Map<String, Float> values) {
    if (keys.contains(pair.getNameAsString())) {
      values.put(pair.getNameAsString(), number(pair.getValue()));
    } else {
      problems.add(
          policy
              .refuse(PolicyCode.NAME, pair, pair.getNameAsString())
              .need("one of %s", String.join(", ", keys)));
    }
  }

  private float number(Expression value) {
    boolean negative =
        value instanceof UnaryExpr unary && unary.getOperator() == UnaryExpr.Operator.MINUS;
    Expression literal = negative ? ((UnaryExpr) value).getExpression() : value;
    Optional<Expression> constant =
        literal instanceof NameExpr name
            ? policy.constant(name.getNameAsString()).flatMap(c -> c.getInitializer())
            : Optional.of(literal);
    try {
      float magnitude = Float.parseFloat(constant.map(Expression::toString).orElse(""));
      if (constant.get().isLiteralExpr() && !Float.isNaN(magnitude)) {
        return negative ? -magnitude : magnitude;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal: a constant that is not a number, or arithmetic.
    }
    problems.add(
        policy
            .refuse(PolicyCode.EXPRESSION, value, "this value")
            .found("%s", value)
            .need("a number, or a constant that is one"));
    return 0;
  }
}
