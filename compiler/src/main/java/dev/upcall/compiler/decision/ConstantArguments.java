package dev.upcall.compiler.decision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which float arguments have one value in all calls of a program whose parameters are known. */
final class ConstantArguments {
  private final PolicyValues parameters;
  private final Map<Variable, Float> values = new HashMap<>();
  private final Set<Variable> varying = new HashSet<>();

  /**
   * @param functions callees first
   * @param parameters of the policy
   */
  ConstantArguments(List<Function> functions, PolicyValues parameters) {
    this.parameters = parameters;
    // Callers first, so that a function's own arguments are known before those it passes on.
    for (int i = functions.size() - 1; i >= 0; i--) {
      new Uses(functions.get(i)).calls().forEach(this::add);
    }
  }

  /** The value, if it is one. */
  Optional<Float> of(Variable argument) {
    return Optional.ofNullable(values.get(argument));
  }

  private void add(Term.Call call) {
    for (int i = 0; i < call.arguments().size(); i++) {
      Variable argument = call.function().arguments().get(i);
      Float value = value(call.arguments().get(i)).orElse(null);
      Float before = values.get(argument);
      if (value == null || before != null && !before.equals(value)) {
        varying.add(argument);
        values.remove(argument);
      } else if (!varying.contains(argument)) {
        values.put(argument, value);
      }
    }
  }

  private Optional<Float> value(Term term) {
    if (term.type() != Type.FLOAT) {
      return Optional.empty();
    }
    if (term instanceof Term.FloatConstant constant) {
      return Optional.of(constant.value());
    }
    if (term instanceof Term.ParameterValue value
        && !parameters.pushed().contains(value.parameter())) {
      return Optional.of(parameters.one(value.parameter()).floatValue());
    }
    if (term instanceof Term.Cast cast && cast.operand() instanceof Term.IntConstant constant) {
      return Optional.of((float) constant.value());
    }
    return term instanceof Term.Local local ? of(local.variable()) : Optional.empty();
  }
}
