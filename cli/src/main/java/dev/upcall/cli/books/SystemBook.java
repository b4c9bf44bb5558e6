package dev.upcall.cli.books;

import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one way of sharing work between device and host gives on samples.
 *
 * @param system deviceOnly, hostOnly, hi, eehi, meanet, mel, random, oracle, or a member's name
 * @param interval 95 % of the accuracy
 * @param reached by stage, the share of samples it runs on
 * @param answered by stage, the share of samples it answers
 * @param costs mean of a sample by profile; empty where they are not known
 */
public record SystemBook(
    String system,
    int samples,
    double accuracy,
    Interval interval,
    double upcallFraction,
    List<Double> reached,
    List<Double> answered,
    Map<String, Cost> costs) {
  public SystemBook {
    reached = List.copyOf(reached);
    answered = List.copyOf(answered);
    costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
  }
}
