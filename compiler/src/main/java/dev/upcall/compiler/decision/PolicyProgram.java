package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Verdict;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A policy after all checks: what C is printed from.
 *
 * @param name the policy's class
 * @param records that it declares
 * @param states the fields that change
 * @param functions all that its entries reach, callees first
 * @param decide says the verdict
 * @param priced says it where not accepting costs more; in policies that another one wraps
 * @param feedback learns from an answer, in policies that do
 * @param wraps another policy, which it calls
 * @param gate decides on the input, before the first stage
 */
record PolicyProgram(
    String name,
    List<PolicyParameter> parameters,
    List<Type> records,
    List<PolicyState> states,
    List<Function> functions,
    Function decide,
    Optional<Function> priced,
    Optional<Function> feedback,
    boolean wraps,
    boolean gate) {
  /** Leaves out of the functions what its entries do not reach. */
  PolicyProgram {
    parameters = List.copyOf(parameters);
    records = List.copyOf(records);
    states = List.copyOf(states);
    Set<Function> reached = new LinkedHashSet<>();
    Uses.reach(decide, reached);
    priced.ifPresent(f -> Uses.reach(f, reached));
    feedback.ifPresent(f -> Uses.reach(f, reached));
    functions = functions.stream().filter(reached::contains).toList();
  }

  /** The verdicts that it may say itself; one that it wraps may say others. */
  Set<Verdict> verdicts() {
    Set<Verdict> said = EnumSet.noneOf(Verdict.class);
    functions.forEach(f -> said.addAll(new Uses(f).verdicts()));
    return said;
  }

  /** It, or a policy it wraps, may have memory, which has to be set up. */
  boolean isStateful() {
    return !states.isEmpty() || wraps;
  }

  /** As it stands in a place of its own. */
  PolicyProgram alone() {
    return new PolicyProgram(
        name,
        parameters,
        records,
        states,
        functions,
        decide,
        Optional.empty(),
        feedback,
        wraps,
        gate);
  }

  /** The same with other functions in the place of these. */
  PolicyProgram with(UnaryOperator<Function> written) {
    return new PolicyProgram(
        name,
        parameters,
        records,
        states,
        functions.stream().map(written).toList(),
        written.apply(decide),
        priced.map(written),
        feedback.map(written),
        wraps,
        gate);
  }
}
