package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What is kept of many operating points: the best for a target, and the fronts. */
final class Selection implements Consumer<OperatingPoint> {
  /**
   * Costs are no whole numbers: of points whose costs differ by less than this part, one is kept.
   */
  private static final double RESOLUTION = 0.005;

  private final Target target;
  private final Comparator<OperatingPoint> preference;
  private final Map<Integer, OperatingPoint> byUpcalls = new TreeMap<>();
  private final Map<Long, OperatingPoint> byEnergy = new TreeMap<>();
  private final Map<Quantity, OperatingPoint> extremes = new EnumMap<>(Quantity.class);
  private OperatingPoint best;
  private OperatingPoint nearest;

  Selection(Target target) {
    this.target = target;
    this.preference = target.preference();
  }

  @Override
  public void accept(OperatingPoint point) {
    double violation = target.violation(point);
    if (violation == 0 && (best == null || preference.compare(point, best) < 0)) {
      best = point;
    }
    if (nearest == null || violation < target.violation(nearest)) {
      nearest = point;
    }
    byUpcalls.merge(point.count().upcalls(), point, Selection::moreRight);
    if (!point.cost().equals(Cost.NONE)) {
      long bucket = Math.round(Math.log(point.cost().energyMj()) / RESOLUTION);
      byEnergy.merge(bucket, point, Selection::moreRight);
    }
    for (Target.Bound bound : target.bounds()) {
      Quantity quantity = bound.quantity();
      extremes.merge(quantity, point, (old, next) -> further(quantity, old, next));
    }
  }

  private static OperatingPoint further(
      Quantity quantity, OperatingPoint old, OperatingPoint next) {
    double gain = quantity.of(next) - quantity.of(old);
    boolean fewer = gain == 0 && next.count().upcalls() < old.count().upcalls();
    return (quantity.isAtLeast() ? gain > 0 : gain < 0) || fewer ? next : old;
  }

  private static OperatingPoint moreRight(OperatingPoint old, OperatingPoint next) {
    int gain = next.count().right() - old.count().right();
    return gain > 0 || gain == 0 && next.stageRuns() < old.stageRuns() ? next : old;
  }

  /**
   * The best point that keeps all bounds.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2430 naming the best that can be reached
   */
  OperatingPoint best() {
    if (best == null) {
      throw infeasible().toException();
    }
    return best;
  }

  /** The most accurate point for each number of upcalls, fewest first. */
  List<OperatingPoint> curve() {
    return List.copyOf(byUpcalls.values());
  }

  /** Pareto front of accuracy and upcalls, fewest first. */
  List<OperatingPoint> upcallFront() {
    return rising(byUpcalls.values());
  }

  /** Pareto front of accuracy and energy, least first; empty where costs are not known. */
  List<OperatingPoint> energyFront() {
    return rising(byEnergy.values());
  }

  private static List<OperatingPoint> rising(Collection<OperatingPoint> points) {
    List<OperatingPoint> front = new ArrayList<>();
    for (OperatingPoint point : points) {
      if (front.isEmpty() || point.accuracy() > front.get(front.size() - 1).accuracy()) {
        front.add(point);
      }
    }
    return front;
  }

  private Diagnostic infeasible() {
    List<String> reachable = new ArrayList<>();
    extremes.forEach(
        (quantity, point) -> reachable.add("%s (%s)".formatted(best(quantity), point)));
    return Diagnostic.of(PolicyCode.INFEASIBLE, target)
        .found(
            "at best %s; nearest to all of it: %s; on %d samples",
            String.join("; ", reachable), nearest, nearest.count().samples())
        .need("%s", target)
        .fix("ask for what is reachable, or give the host better members");
  }

  private String best(Quantity quantity) {
    double value = quantity.of(extremes.get(quantity));
    return switch (quantity) {
      case ACCURACY -> String.format(Locale.ROOT, "%.2f %% accuracy", 100 * value);
      case UPCALLS -> String.format(Locale.ROOT, "%.2f %% upcalls", 100 * value);
      case LATENCY -> String.format(Locale.ROOT, "%.4g ms", value);
      case ENERGY -> String.format(Locale.ROOT, "%.4g mJ", value);
    };
  }
}
