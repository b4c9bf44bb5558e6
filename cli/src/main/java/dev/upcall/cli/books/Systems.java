package dev.upcall.cli.books;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.Interval;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A ladder beside what it has to be better than: the device or the host alone, and asking at
 * random; and beside what no policy can exceed, an oracle that knows who is right.
 *
 * @param costs of the ladder by profile
 */
public record Systems(LadderSamples samples, Map<String, LadderCosts> costs) {
  public Systems {
    costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
  }

  /** All of them, the ladder under its own name. */
  public List<SystemBook> all(String ladder, LadderCount count) {
    return List.of(deviceOnly(), hostOnly(), ladder(ladder, count), random(count), oracle());
  }

  /** The last stage answers everything. */
  public SystemBook deviceOnly() {
    return ungated().ladder("deviceOnly", toTheEnd());
  }

  private Systems ungated() {
    return new Systems(samples.ungated(), costs);
  }

  private List<Policy> toTheEnd() {
    List<Policy> policies =
        new ArrayList<>(Collections.nCopies(samples.stages().size(), scores -> Verdict.CONTINUE));
    policies.set(policies.size() - 1, scores -> Verdict.ACCEPT);
    return policies;
  }

  /** Every sample is sent; the device computes nothing. */
  public SystemBook hostOnly() {
    LadderCount count = LadderCount.of(List.of(), samples);
    return book("hostOnly", count, LadderCosts::fromInput);
  }

  /** The policies, one behind each stage. */
  public SystemBook ladder(String name, List<? extends Policy> policies) {
    return ladder(name, LadderCount.of(policies, samples));
  }

  /** As the policies fared. */
  private SystemBook ladder(String name, LadderCount count) {
    return book(name, count, known -> known.mean(count));
  }

  /**
   * As many upcalls as the ladder, drawn by lot before any stage runs; expectations, so nothing is
   * drawn.
   */
  public SystemBook random(LadderCount ladder) {
    double share = ladder.upcallFraction();
    SystemBook device = deviceOnly();
    SystemBook host = hostOnly();
    double accuracy = (1 - share) * device.accuracy() + share * host.accuracy();
    Map<String, Cost> mixed = new LinkedHashMap<>();
    costs.forEach(
        (profile, known) ->
            mixed.put(
                profile,
                device.costs().get(profile).times(1 - share).plus(known.fromInput().times(share))));
    return new SystemBook(
        "random",
        samples.size(),
        accuracy,
        Interval.wilson((int) Math.round(accuracy * samples.size()), samples.size()),
        share,
        device.reached().stream().map(r -> r * (1 - share)).toList(),
        device.answered().stream().map(r -> r * (1 - share)).toList(),
        mixed);
  }

  /** The first stage that is right answers; the host is asked where it alone is right. */
  public SystemBook oracle() {
    int stages = samples.stages().size();
    int[] reached = new int[stages];
    int[] answered = new int[stages];
    int acceptedRight = 0;
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      int stage = 0;
      while (stage < stages - 1 && !samples.isRight(stage, i)) {
        reached[stage++]++;
      }
      reached[stage]++;
      boolean local = samples.isRight(stage, i);
      if (local || !samples.isHostRight(i)) {
        answered[stage]++;
        acceptedRight += local ? 1 : 0;
      }
      right += local || samples.isHostRight(i) ? 1 : 0;
    }
    LadderCount count =
        new LadderCount(samples.size(), list(reached), list(answered), acceptedRight, right);
    return book("oracle", count, known -> known.mean(count));
  }

  private static List<Integer> list(int[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }

  private SystemBook book(String name, LadderCount count, Function<LadderCosts, Cost> cost) {
    Map<String, Cost> all = new LinkedHashMap<>();
    costs.forEach((profile, known) -> all.put(profile, cost.apply(known)));
    return new SystemBook(
        name,
        count.samples(),
        count.accuracy(),
        Interval.wilson(count.right(), count.samples()),
        count.upcallFraction(),
        shares(count.reached(), count.samples()),
        shares(count.acceptedAt(), count.samples()),
        all);
  }

  private static List<Double> shares(List<Integer> counts, int of) {
    return counts.stream().map(count -> (double) count / of).toList();
  }
}
