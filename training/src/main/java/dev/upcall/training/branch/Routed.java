package dev.upcall.training.branch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of some samples on their way up a ladder.
 *
 * @param answers the class that each was given
 * @param leaving by block, in the ladder's order, how many samples it answered
 * @param meanMacs multiply-accumulates a sample, mean
 */
public record Routed(int[] answers, Map<String, Integer> leaving, double meanMacs) {
  public Routed {
    leaving = Collections.unmodifiableMap(new LinkedHashMap<>(leaving));
  }
}
