package dev.upcall.compiler.decision;

import com.github.javaparser.ast.body.Parameter;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the parameters of a policy and their {@code @Parameter}: a record's components, or what a
 * class's constructor takes.
 */
final class ParameterReader {
  private static final Set<String> TYPES = Set.of("int", "float", "int[]", "float[]");

  /** More would be no parameters any more, but a model. */
  private static final int MAX_LENGTH = 1024;

  private static final List<String> KEYS = List.of("min", "max", "standard", "length");

  private final SourceClass policy;
  private final List<Diagnostic> problems;
  private final BoundsReader bounds;

  ParameterReader(SourceClass policy, List<Diagnostic> problems) {
    this.policy = policy;
    this.problems = problems;
    this.bounds = new BoundsReader(policy, problems);
  }

  List<PolicyParameter> read() {
    List<PolicyParameter> parameters = new ArrayList<>();
    for (Parameter component : policy.parameters()) {
      String type = TypeReader.name(component.getType());
      if (component.isVarArgs() || !TYPES.contains(type)) {
        problems.add(
            policy
                .refuse(PolicyCode.TYPE, component, type)
                .found("the parameter %s", component.getNameAsString())
                .need(
                    "float or int, or an array of them with a value per class, or of a length:"
                        + " parameters are numbers that can be tuned"));
      }
      parameters.add(parameter(component, type.startsWith("int"), type.endsWith("]")));
    }
    return parameters;
  }

  private PolicyParameter parameter(Parameter component, boolean integer, boolean array) {
    Map<String, Float> given = bounds.read(component.getAnnotations(), "Parameter", KEYS);
    float length = given.getOrDefault("length", 0f);
    boolean fits = length == (int) length && length >= 0 && length <= MAX_LENGTH;
    if (!fits || length > 0 && !array) {
      problems.add(
          policy
              .refuse(PolicyCode.TYPE, component, "this length")
              .found("length %s of %s", length, component.getNameAsString())
              .need("1 to %d values of an array; without a length one per class", MAX_LENGTH));
      length = 0;
    }
    return new PolicyParameter(
        component.getNameAsString(),
        integer,
        array,
        (int) length,
        given.getOrDefault("min", integer ? Integer.MIN_VALUE : -Float.MAX_VALUE),
        given.getOrDefault("max", integer ? Integer.MAX_VALUE : Float.MAX_VALUE),
        given.getOrDefault("standard", Float.NaN));
  }
}
