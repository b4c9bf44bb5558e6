package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import java.util.Map;

/** Makes a policy from the values of its parameters. */
@FunctionalInterface
public interface PolicyMaker {
  Policy make(Map<String, Double> parameters);
}
