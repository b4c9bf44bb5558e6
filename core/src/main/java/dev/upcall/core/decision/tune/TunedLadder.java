package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A ladder's policies with the parameters that were found for them, and what others would give.
 *
 * @param settings by stage, all that were compared
 * @param chosen of these
 * @param count what the chosen policies themselves give on the samples they were chosen on
 * @param cost mean of a sample there; {@link Cost#NONE} where costs are not known
 * @param curve the most accurate point for each number of upcalls, fewest first
 * @param upcallFront Pareto front of accuracy and upcalls, fewest first
 * @param energyFront Pareto front of accuracy and energy, least first; empty without costs
 * @param guarantee what was tested, where it was asked for
 */
public record TunedLadder(
    List<List<Stage>> settings,
    OperatingPoint chosen,
    LadderCount count,
    Cost cost,
    List<OperatingPoint> curve,
    List<OperatingPoint> upcallFront,
    List<OperatingPoint> energyFront,
    Optional<Guarantee.Result> guarantee) {

  /**
   * A policy behind a stage.
   *
   * @param use the policy's name
   * @param parameters all of them, given and found, each exactly a float
   * @param maker makes the policy from these parameters, anew each time
   */
  public record Stage(String use, Map<String, Double> parameters, Supplier<Policy> maker) {
    public Stage {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** One that has seen nothing. */
    public Policy policy() {
      return maker.get();
    }
  }

  public TunedLadder {
    settings = settings.stream().map(List::copyOf).toList();
    curve = List.copyOf(curve);
    upcallFront = List.copyOf(upcallFront);
    energyFront = List.copyOf(energyFront);
  }

  /** What was found, in the ladder's order. */
  public List<Stage> stages() {
    return at(chosen);
  }

  /** The policies of a point of a curve or front, in the ladder's order. */
  public List<Stage> at(OperatingPoint point) {
    return IntStream.range(0, settings.size())
        .mapToObj(k -> settings.get(k).get(point.settings().get(k)))
        .toList();
  }

  /** New ones, as all of these. */
  public List<Policy> policies() {
    return policies(chosen);
  }

  public List<Policy> policies(OperatingPoint point) {
    return at(point).stream().map(Stage::policy).toList();
  }
}
