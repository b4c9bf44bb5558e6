package dev.upcall.compiler.decision;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.List;
import java.util.stream.Collectors;

/** Which parameters of a policy the host may set later: what the manifest names, checked. */
final class PushedNames {
  /** Ints travel as floats; up to here every one has a float of its own. */
  private static final float EXACT = 1 << 24;

  private PushedNames() {}

  /**
   * The policy's own, in the order of its source.
   *
   * @param parameters all that it has
   * @param named those that may be set, those of a wrapped policy among them
   * @throws dev.upcall.core.diagnostic.UpcallException UP2414 for a name that it does not have,
   *     UP2415 for an int with more values than floats have
   */
  static List<PolicyParameter> find(
      PolicySource source, List<PolicyParameter> parameters, List<String> named) {
    Diagnostics problems = new Diagnostics();
    List<String> names = WrappedPolicy.outerNames(named);
    for (String name : names) {
      if (parameters.stream().noneMatch(p -> p.name().equals(name))) {
        problems.add(
            Diagnostic.of(PolicyCode.PARAMETER_UNKNOWN, source.name(), name)
                .need(
                    "in pushed, of %s",
                    parameters.stream()
                        .map(PolicyParameter::name)
                        .collect(Collectors.joining(", "))));
      }
    }
    List<PolicyParameter> pushed =
        parameters.stream().filter(p -> names.contains(p.name())).toList();
    for (PolicyParameter p : pushed) {
      if (p.integer() && (p.min() < -EXACT || p.max() > EXACT)) {
        problems.add(
            Diagnostic.of(PolicyCode.PARAMETER_RANGE, p.name(), source.name())
                .found("pushed, an int from %s to %s", p.min(), p.max())
                .need("ints from -2^24 to 2^24: they travel as floats")
                .fix("give it @Parameter(min = ..., max = ...)"));
      }
    }
    if (source.of().isEmpty() && names.size() < named.size()) {
      problems.add(
          Diagnostic.of(PolicyCode.PARAMETER_UNKNOWN, source.name(), "of.*")
              .need("a policy that wraps another"));
    }
    problems.throwIfAny();
    return pushed;
  }
}
