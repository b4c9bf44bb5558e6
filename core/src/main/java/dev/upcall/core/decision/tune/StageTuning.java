package dev.upcall.core.decision.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The policy behind one stage, to be tuned.
 *
 * @param use a built-in's name, or what messages call another policy
 * @param given parameters that the manifest fixes
 * @param free parameters to be found, with their ranges; for a built-in with a tuner of its own all
 *     that are not given are found, named here or not
 * @param maker makes the policy once every parameter has a value
 */
public record StageTuning(
    String use, Map<String, Double> given, Map<String, Range> free, PolicyMaker maker) {

  /** The values a parameter may take. */
  public record Range(double min, double max) {}

  public StageTuning {
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    free = Collections.unmodifiableMap(new LinkedHashMap<>(free));
  }

  /** A built-in policy whose tuner knows how to make it. */
  public static StageTuning of(String use, Map<String, Double> given) {
    return new StageTuning(
        use,
        given,
        Map.of(),
        values -> {
          throw new IllegalArgumentException(use + " has no tuner of its own");
        });
  }

  /** A policy whose parameters all have their values. */
  public static StageTuning fixed(String use, Map<String, Double> given, PolicyMaker maker) {
    return new StageTuning(use, given, Map.of(), maker);
  }
}
