package dev.upcall.compiler.decision;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What belongs to a policy that wraps another, and what to the other. */
final class WrappedPolicy {
  private static final String PREFIX = Wrapped.NAME + ".";

  private WrappedPolicy() {}

  /**
   * A policy that wraps is given one to wrap, and no other is.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2423
   */
  static void check(PolicySource source, boolean wraps) {
    if (wraps && source.of().isEmpty()) {
      throw Diagnostic.of(PolicyCode.WRAPPED, source.name() + " wraps another one")
          .found("none given")
          .need("the policy that it wraps")
          .fix("of: {use: ...} in ensemble.yaml; --of NAME for ./upcall policy show")
          .toException();
    }
    if (!wraps && source.of().isPresent()) {
      throw Diagnostic.of(PolicyCode.WRAPPED, source.name() + " wraps no other one")
          .found("of: %s", source.of().get().name())
          .need("a policy whose last parameter is Policy of, such as Budgeted")
          .toException();
    }
  }

  /** The values of the policy's own parameters. */
  static Map<String, Double> outer(PolicySource source, Map<String, Double> given) {
    Map<String, Double> values = new TreeMap<>(given);
    values.keySet().removeIf(key -> source.of().isPresent() && key.startsWith(PREFIX));
    return values;
  }

  /** Of some parameters those of the policy itself. */
  static List<String> outerNames(List<String> names) {
    return names.stream().filter(name -> !name.startsWith(PREFIX)).toList();
  }

  /** Of some parameters those of the policy that it wraps, as that calls them. */
  static List<String> innerNames(List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  /** The values for the policy that it wraps. */
  static Map<String, Double> inner(Map<String, Double> given) {
    Map<String, Double> values = new TreeMap<>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            values.put(key.substring(PREFIX.length()), value);
          }
        });
    return values;
  }
}
