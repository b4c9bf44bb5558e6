package dev.upcall.compiler.decision;

import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MemberValuePair;
import com.github.javaparser.ast.expr.NormalAnnotationExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Reads the parameters of a policy: the record's components and their {@code @Parameter}. */
final class ParameterReader {
  private final SourceClass policy;
  private final List<Diagnostic> problems;

  ParameterReader(SourceClass policy, List<Diagnostic> problems) {
    this.policy = policy;
    this.problems = problems;
  }

  List<PolicyParameter> read() {
    List<PolicyParameter> parameters = new ArrayList<>();
    for (Parameter component : ((RecordDeclaration) policy.declaration()).getParameters()) {
      String type = TypeReader.name(component.getType());
      if (component.isVarArgs() || !type.equals("int") && !type.equals("float")) {
        problems.add(
            policy
                .refuse(PolicyCode.TYPE, component, type)
                .found("the parameter %s", component.getNameAsString())
                .need("float or int: parameters are numbers that can be tuned"));
      }
      parameters.add(parameter(component, type.equals("int")));
    }
    return parameters;
  }

  private PolicyParameter parameter(Parameter component, boolean integer) {
    float min = integer ? Integer.MIN_VALUE : -Float.MAX_VALUE;
    float max = integer ? Integer.MAX_VALUE : Float.MAX_VALUE;
    float standard = Float.NaN;
    for (AnnotationExpr annotation : component.getAnnotations()) {
      if (!annotation.getNameAsString().equals("Parameter")
          || !(annotation instanceof NormalAnnotationExpr values)) {
        problems.add(
            policy
                .refuse(PolicyCode.TYPE, annotation, annotation.getNameAsString())
                .found("%s", annotation)
                .need("@Parameter(min = ..., max = ..., standard = ...)"));
        continue;
      }
      for (MemberValuePair pair : values.getPairs()) {
        float value = number(pair.getValue());
        switch (pair.getNameAsString()) {
          case "min" -> min = value;
          case "max" -> max = value;
          case "standard" -> standard = value;
          default ->
              problems.add(
                  policy
                      .refuse(PolicyCode.NAME, pair, pair.getNameAsString())
                      .need("min, max or standard"));
        }
      }
    }
    return new PolicyParameter(component.getNameAsString(), integer, min, max, standard);
  }

  private float number(Expression value) {
    boolean negative =
        value instanceof UnaryExpr unary && unary.getOperator() == UnaryExpr.Operator.MINUS;
    Expression literal = negative ? ((UnaryExpr) value).getExpression() : value;
    try {
      float magnitude = Float.parseFloat(literal.toString());
      if (literal.isLiteralExpr() && !Float.isNaN(magnitude)) {
        return negative ? -magnitude : magnitude;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal: a constant's name, or arithmetic.
    }
    problems.add(
        policy
            .refuse(PolicyCode.EXPRESSION, value, "this value")
            .found("%s", value)
            .need("a number as @Parameter's value"));
    return 0;
  }
}
