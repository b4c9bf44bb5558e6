package dev.upcall.core.decision.tune;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a target may bound. */
public enum Quantity {
  /** Of the whole ladder; bounded from below. */
  ACCURACY("an accuracy of %.2f %%", 100, true, OperatingPoint::accuracy),
  /** Share of samples handed to the host. */
  UPCALLS("at most %.2f %% upcalls", 100, false, OperatingPoint::upcallFraction),
  /** Mean milliseconds from a sample to its answer. */
  LATENCY("at most %.4g ms a sample", 1, false, point -> point.cost().latencyMs()),
  /** Mean millijoules of the device for a sample. */
  ENERGY("at most %.4g mJ a sample", 1, false, point -> point.cost().energyMj());

  private final String words;
  private final double unit;
  private final boolean atLeast;
  private final ToDoubleFunction<OperatingPoint> value;

  Quantity(String words, double unit, boolean atLeast, ToDoubleFunction<OperatingPoint> value) {
    this.words = words;
    this.unit = unit;
    this.atLeast = atLeast;
    this.value = value;
  }

  double of(OperatingPoint point) {
    return value.applyAsDouble(point);
  }

  /** Whether it counts what the device takes, which takes a profile to know. */
  public boolean isCost() {
    return this == LATENCY || this == ENERGY;
  }

  boolean isFraction() {
    return !isCost();
  }

  boolean isAtLeast() {
    return atLeast;
  }

  String words(double bound) {
    return String.format(Locale.ROOT, words, unit * bound);
  }
}
