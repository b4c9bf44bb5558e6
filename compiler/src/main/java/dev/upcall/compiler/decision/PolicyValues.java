package dev.upcall.compiler.decision;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks the values given for a policy's parameters against what its source declares. */
final class PolicyValues {
  private PolicyValues() {}

  /**
   * A value for every parameter: an Integer or a Float, given or standard.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2413 missing, UP2414 unknown, UP2415 out
   *     of range
   */
  static Map<String, Number> check(
      String policy, List<PolicyParameter> parameters, Map<String, Double> given) {
    Diagnostics problems = new Diagnostics();
    Map<String, Number> values = new LinkedHashMap<>();
    for (PolicyParameter parameter : parameters) {
      Double value = given.get(parameter.name());
      if (value == null && Float.isNaN(parameter.standard())) {
        problems.add(
            Diagnostic.of(PolicyCode.PARAMETER_MISSING, policy, parameter.name())
                .need("a value: it has no standard one")
                .fix(
                    "give it in ensemble.yaml or fit it with ./upcall tune;"
                        + " for ./upcall policy show: --set %s=...",
                    parameter.name()));
        continue;
      }
      double number = value == null ? parameter.standard() : value;
      if (fits(parameter, number)) {
        values.put(parameter.name(), parameter.integer() ? (Number) (int) number : (float) number);
      } else {
        problems.add(
            Diagnostic.of(PolicyCode.PARAMETER_RANGE, parameter.name(), policy)
                .found("%s", number)
                .need(
                    "%s in %s..%s",
                    parameter.integer() ? "a whole number" : "a number",
                    parameter.min(),
                    parameter.max()));
      }
    }
    String names = parameters.stream().map(PolicyParameter::name).collect(Collectors.joining(", "));
    for (String name : given.keySet()) {
      if (parameters.stream().noneMatch(p -> p.name().equals(name))) {
        problems.add(
            Diagnostic.of(PolicyCode.PARAMETER_UNKNOWN, policy, name)
                .need("%s", parameters.isEmpty() ? "no parameter at all" : "one of " + names));
      }
    }
    problems.throwIfAny();
    return values;
  }

  private static boolean fits(PolicyParameter parameter, double number) {
    boolean whole = number == Math.rint(number) && (int) number == number;
    return (float) number >= parameter.min()
        && (float) number <= parameter.max()
        && (whole || !parameter.integer());
  }
}
