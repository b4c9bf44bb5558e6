package dev.upcall.core.decision.tune;

import static java.util.stream.Collectors.joining;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a ladder shall reach or stay below, and what is then made as good as it can be: the cost
 * where prices are given; else, where an accuracy is demanded, what else is spent; else accuracy.
 *
 * @param bounds at most one for each quantity
 */
public record Target(List<Bound> bounds, Optional<Prices> prices) {
  /** Numbers this near are the same: k/n computed in two ways. */
  private static final double SAME = 1e-12;

  /** A bound of one quantity, fractions as 0..1. */
  public record Bound(Quantity quantity, double value) {
    public Bound {
      boolean sensible =
          quantity.isFraction() ? value >= 0 && value <= 1 : value > 0 && Double.isFinite(value);
      if (!sensible) {
        throw Diagnostic.of(PolicyCode.TARGET, value)
            .need(quantity.isFraction() ? "a fraction from 0 to 1" : "a number above 0")
            .fix(quantity.isFraction() ? "write 0.95 for 95 per cent" : "milliseconds, millijoules")
            .toException();
      }
    }

    /** By how much a point misses it, relative to the bound; 0 where it is kept. */
    double violation(OperatingPoint point) {
      double found = quantity.of(point);
      double miss = quantity.isAtLeast() ? value - found : found - value;
      return miss <= SAME * Math.max(1, value) ? 0 : miss / Math.max(value, 0.01);
    }
  }

  /**
   * Cost per sample = (offload * upcalls + error * wrong answers) / samples (arXiv 2406.09424).
   *
   * @param offload of an upcall, 0 or more
   * @param error of a wrong answer of the ladder, 0 or more
   */
  public record Prices(double offload, double error) {
    public Prices {
      if (!(offload >= 0 && error >= 0 && offload + error > 0)) {
        throw Diagnostic.of(PolicyCode.TARGET, offload + " and " + error)
            .need("prices of 0 or more of an upcall and of an error, not both 0")
            .toException();
      }
    }

    /** Mean of a sample. */
    public double of(LadderCount count) {
      int wrong = count.samples() - count.right();
      return (offload * count.upcalls() + error * wrong) / count.samples();
    }
  }

  public Target {
    bounds = List.copyOf(bounds);
    if (bounds.stream().map(Bound::quantity).distinct().count() < bounds.size()) {
      throw new IllegalArgumentException("two bounds of one quantity: " + bounds);
    }
  }

  public static Target accuracy(double atLeast) {
    return of(Quantity.ACCURACY, atLeast);
  }

  public static Target maxUpcalls(double atMost) {
    return of(Quantity.UPCALLS, atMost);
  }

  public static Target of(Quantity quantity, double bound) {
    return new Target(List.of(new Bound(quantity, bound)), Optional.empty());
  }

  public static Target leastCost(double offload, double error) {
    return new Target(List.of(), Optional.of(new Prices(offload, error)));
  }

  /** Both at once; prices of the one that has them. */
  public Target and(Target other) {
    List<Bound> all = new ArrayList<>(bounds);
    all.addAll(other.bounds);
    return new Target(all, prices.or(other::prices));
  }

  /** Whether it asks for what only a profile can say. */
  public boolean needsCosts() {
    return bounds.stream().anyMatch(bound -> bound.quantity().isCost());
  }

  boolean bounds(Quantity quantity) {
    return bounds.stream().anyMatch(bound -> bound.quantity() == quantity);
  }

  /** 0 where a point keeps all bounds. */
  double violation(OperatingPoint point) {
    return bounds.stream().mapToDouble(bound -> bound.violation(point)).sum();
  }

  /** The better of two points that keep all bounds comes first. */
  Comparator<OperatingPoint> preference() {
    Comparator<OperatingPoint> right = Comparator.comparingInt(p -> -p.count().right());
    if (prices.isPresent()) {
      return Comparator.<OperatingPoint>comparingDouble(p -> prices.get().of(p.count()))
          .thenComparing(spending());
    }
    if (bounds(Quantity.ACCURACY)) {
      return spending().thenComparing(right);
    }
    // Of equals the one that spends most of the allowance: a small sample cannot tell that the rest
    // would be wasted.
    Comparator<OperatingPoint> allowance =
        bounds.stream().allMatch(bound -> bound.quantity() == Quantity.UPCALLS)
            ? Comparator.comparingInt(p -> -p.count().upcalls())
            : (p, q) -> 0;
    return right.thenComparing(allowance).thenComparing(spending());
  }

  /** What is saved first: the quantity whose cost was asked about, else upcalls, then work. */
  private Comparator<OperatingPoint> spending() {
    Quantity first =
        bounds(Quantity.LATENCY) && !bounds(Quantity.ENERGY) ? Quantity.LATENCY : Quantity.ENERGY;
    Quantity second = first == Quantity.ENERGY ? Quantity.LATENCY : Quantity.ENERGY;
    return Comparator.<OperatingPoint>comparingDouble(first::of)
        .thenComparingDouble(second::of)
        .thenComparingInt(p -> p.count().upcalls())
        .thenComparingInt(OperatingPoint::stageRuns);
  }

  @Override
  public String toString() {
    String least =
        prices
            .map(
                p ->
                    String.format(
                        Locale.ROOT,
                        "the least cost at %.4g an upcall and %.4g an error",
                        p.offload(),
                        p.error()))
            .orElse("");
    return Stream.concat(
            bounds.stream().map(bound -> bound.quantity().words(bound.value())), Stream.of(least))
        .filter(text -> !text.isEmpty())
        .collect(joining(" and "));
  }
}
