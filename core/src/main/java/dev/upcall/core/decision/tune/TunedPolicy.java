package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy with the parameters that were found for it.
 *
 * @param use the policy's name
 * @param parameters all of them, given and found, each exactly a float
 * @param policy made from these parameters
 * @param curve what other thresholds would give, on the samples the threshold was chosen on
 * @param count what the policy itself gives on these samples
 */
public record TunedPolicy(
    String use,
    Map<String, Double> parameters,
    Policy policy,
    TuningCurve curve,
    LadderCount count) {
  public TunedPolicy {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * A policy of which nothing is to be found, a project's own for one: what it gives on samples.
   * The curve has that one point.
   */
  public static TunedPolicy asGiven(
      String use, Map<String, Double> parameters, Policy policy, LadderSamples samples) {
    LadderCount count = LadderCount.of(policy, samples);
    TuningCurve curve = new TuningCurve(List.of(new TuningCurve.Point(Float.NaN, count)));
    return new TunedPolicy(use, parameters, policy, curve, count);
  }
}
