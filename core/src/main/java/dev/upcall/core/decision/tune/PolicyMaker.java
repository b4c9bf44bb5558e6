package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import java.util.Map;
import java.util.function.Supplier;

/** Makes a policy from the values of its parameters. */
@FunctionalInterface
public interface PolicyMaker {
  Policy make(Map<String, Double> parameters);

  /** Makes any number of policies of the same values, each of which has seen nothing yet. */
  default Supplier<Policy> maker(Map<String, Double> parameters) {
    return () -> make(parameters);
  }
}
