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
  private static final List<String> KEYS = List.of("min", "max", "standard");

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
                    "float or int, or an array of them with a value per class:"
                        + " parameters are numbers that can be tuned"));
      }
      parameters.add(parameter(component, type.startsWith("int"), type.endsWith("]")));
    }
    return parameters;
  }

  private PolicyParameter parameter(Parameter component, boolean integer, boolean perClass) {
    Map<String, Float> given = bounds.read(component.getAnnotations(), "Parameter", KEYS);
    return new PolicyParameter(
        component.getNameAsString(),
        integer,
        perClass,
        given.getOrDefault("min", integer ? Integer.MIN_VALUE : -Float.MAX_VALUE),
        given.getOrDefault("max", integer ? Integer.MAX_VALUE : Float.MAX_VALUE),
        given.getOrDefault("standard", Float.NaN));
  }
}
