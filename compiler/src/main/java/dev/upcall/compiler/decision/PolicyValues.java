package dev.upcall.compiler.decision;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The values of a policy's parameters, checked against what its source declares.
 *
 * @param all by name, in the source's order: Integers or Floats, one for each class or one in all
 * @param pushed in the same order, those that the host may set later: of what they are at first
 *     nothing may be derived
 */
record PolicyValues(Map<String, List<Number>> all, List<PolicyParameter> pushed) {
  /**
   * A value for every parameter, given or standard.
   *
   * @param given by name; those of single elements as {@code name[index]}, before what is given for
   *     all of them
   * @param classes empty where that is to be told from the values for single classes
   * @throws dev.upcall.core.diagnostic.UpcallException UP2413 missing, UP2414 unknown, UP2415 out
   *     of range
   */
  static PolicyValues check(
      String policy,
      List<PolicyParameter> parameters,
      Map<String, Double> given,
      OptionalInt classes) {
    Diagnostics problems = new Diagnostics();
    Map<String, List<Number>> values = new LinkedHashMap<>();
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    for (PolicyParameter parameter : parameters) {
      List<Number> all = new ArrayList<>();
      for (String key : keys(parameter, given, classes)) {
        Double value = given.getOrDefault(key, given.get(parameter.name()));
        value(policy, parameter, key, value, problems).ifPresent(all::add);
        unknown.remove(key);
      }
      unknown.remove(parameter.name());
      if (parameter.perClass() && all.isEmpty() && problems.isEmpty()) {
        problems.add(
            missing(policy, parameter.name())
                .found("one value for all classes, whose number is not known here")
                .need("a value for each, %s[0], %1$s[1] and so on", parameter.name()));
      }
      values.put(parameter.name(), all);
    }
    String names = parameters.stream().map(PolicyParameter::name).collect(Collectors.joining(", "));
    for (String name : unknown) {
      problems.add(
          Diagnostic.of(PolicyCode.PARAMETER_UNKNOWN, policy, name)
              .need("%s", parameters.isEmpty() ? "no parameter at all" : "one of " + names)
              .fix(
                  name.endsWith("]") && classes.isPresent()
                      ? "per class, " + classes.getAsInt() + " values"
                      : ""));
    }
    problems.throwIfAny();
    return new PolicyValues(values, List.of());
  }

  /** The same where the host may set some parameters later. */
  PolicyValues pushing(List<PolicyParameter> some) {
    return new PolicyValues(all, some);
  }

  /** The value of a parameter that is no array. */
  Number one(PolicyParameter parameter) {
    return all.get(parameter.name()).get(0);
  }

  /** What the policy's constructor takes, in order. */
  List<Object> arguments(List<PolicyParameter> parameters) {
    return parameters.stream().map(p -> p.array() ? array(p) : one(p)).toList();
  }

  private Object array(PolicyParameter parameter) {
    List<Number> values = all.get(parameter.name());
    if (parameter.integer()) {
      return values.stream().mapToInt(Number::intValue).toArray();
    }
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private static List<String> keys(
      PolicyParameter parameter, Map<String, Double> given, OptionalInt classes) {
    String name = parameter.name();
    if (!parameter.array()) {
      return List.of(name);
    }
    OptionalInt count = parameter.length() > 0 ? OptionalInt.of(parameter.length()) : classes;
    List<String> keys = new ArrayList<>();
    for (int i = 0;
        count.isPresent() ? i < count.getAsInt() : given.containsKey(name + "[" + i + "]");
        i++) {
      keys.add(name + "[" + i + "]");
    }
    return keys;
  }

  private static Optional<Number> value(
      String policy, PolicyParameter parameter, String key, Double given, Diagnostics problems) {
    if (given == null && Float.isNaN(parameter.standard())) {
      problems.add(
          missing(policy, key)
              .need("a value: it has no standard one")
              .fix(
                  "give it in ensemble.yaml or fit it with ./upcall tune;"
                      + " for ./upcall policy show: --set %s=...",
                  key));
      return Optional.empty();
    }
    double number = given == null ? parameter.standard() : given;
    if (fits(parameter, number)) {
      return Optional.of(parameter.integer() ? (Number) (int) number : (Number) (float) number);
    }
    problems.add(
        Diagnostic.of(PolicyCode.PARAMETER_RANGE, key, policy)
            .found("%s", number)
            .need(
                "%s in %s..%s",
                parameter.integer() ? "a whole number" : "a number",
                parameter.min(),
                parameter.max()));
    return Optional.empty();
  }

  private static Diagnostic missing(String policy, String parameter) {
    return Diagnostic.of(PolicyCode.PARAMETER_MISSING, policy, parameter);
  }

  private static boolean fits(PolicyParameter parameter, double number) {
    boolean whole = number == Math.rint(number) && (int) number == number;
    return (float) number >= parameter.min()
        && (float) number <= parameter.max()
        && (whole || !parameter.integer());
  }
}
