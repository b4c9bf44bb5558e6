package dev.upcall.cli.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * One measured number.
 *
 * @param name stable and hierarchical, so that it can be followed over time, e.g. {@code
 *     mps2-an386.digits.instructions}
 * @param value in {@code unit}
 * @param n how many samples or runs it rests on
 * @param better {@code lower} or {@code higher}
 * @param interval 95 % interval of {@code value}, null where it is exact
 * @param baseline what it is compared with, null for none
 * @param ratio value / baseline
 * @param target what it should reach, null for none
 * @param met whether it does
 * @param note what has to be said of it, null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BenchRow(
    String name,
    double value,
    String unit,
    long n,
    String better,
    Range interval,
    Double baseline,
    String baselineSource,
    Double ratio,
    Double target,
    Boolean met,
    String note) {

  /** A closed interval. */
  public record Range(double low, double high) {}

  public BenchRow {
    Objects.requireNonNull(name);
    Objects.requireNonNull(unit);
    if (!better.equals(LOWER) && !better.equals(HIGHER)) {
      throw new IllegalArgumentException("better is lower or higher: " + better);
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is not finite: " + value);
    }
  }

  static final String LOWER = "lower";
  static final String HIGHER = "higher";

  static BenchRow lower(String name, double value, String unit, long n) {
    return new BenchRow(name, value, unit, n, LOWER, null, null, null, null, null, null, null);
  }

  static BenchRow higher(String name, double value, String unit, long n) {
    return new BenchRow(name, value, unit, n, HIGHER, null, null, null, null, null, null, null);
  }

  BenchRow within(double low, double high) {
    return new BenchRow(
        name,
        value,
        unit,
        n,
        better,
        new Range(low, high),
        baseline,
        baselineSource,
        ratio,
        target,
        met,
        note);
  }

  BenchRow against(double newBaseline, String source) {
    return new BenchRow(
        name,
        value,
        unit,
        n,
        better,
        interval,
        newBaseline,
        source,
        value / newBaseline,
        target,
        met,
        note);
  }

  BenchRow target(double newTarget) {
    boolean reached = better.equals(LOWER) ? value <= newTarget : value >= newTarget;
    return new BenchRow(
        name,
        value,
        unit,
        n,
        better,
        interval,
        baseline,
        baselineSource,
        ratio,
        newTarget,
        reached,
        note);
  }

  BenchRow note(String text) {
    return new BenchRow(
        name, value, unit, n, better, interval, baseline, baselineSource, ratio, target, met, text);
  }
}
